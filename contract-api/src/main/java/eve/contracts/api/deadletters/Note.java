package eve.contracts.api.deadletters;

import eve.contracts.api.problems.InvalidParameterException;
import org.jspecify.annotations.Nullable;

/// The reason that an operator gives for a decision: required, and stored.
public final class Note {

    private static final int MAX_LENGTH = 500;

    /// @return `note` without spaces around it
    /// @throws InvalidParameterException when there is no note, or it is too long or has control characters
    public static String require(@Nullable String note) {
        if (note == null || note.isBlank()) {
            throw new InvalidParameterException("note", "must say why");
        }
        if (note.length() > MAX_LENGTH || note.codePoints().anyMatch(Character::isISOControl)) {
            throw new InvalidParameterException(
                    "note", "must be one line of at most " + MAX_LENGTH + " characters, without control characters");
        }
        return note.strip();
    }

    private Note() {}
}
