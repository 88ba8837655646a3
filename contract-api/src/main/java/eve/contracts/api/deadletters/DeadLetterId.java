package eve.contracts.api.deadletters;

import eve.contracts.api.problems.InvalidParameterException;
import java.util.regex.Pattern;

/// The id of a dead letter: partition and offset, such as `3-1047`. If the dead letter was on an earlier topic
/// of the same name, the id of that topic is appended.
public final class DeadLetterId {

    private static final Pattern FORM = Pattern.compile("\\d{1,9}-\\d{1,18}(-[A-Za-z0-9_-]{22})?");

    /// @return `id` itself
    /// @throws InvalidParameterException when no dead letter can have this id
    public static String require(String parameter, String id) {
        if (!FORM.matcher(id).matches()) {
            throw new InvalidParameterException(parameter, "must be partition and offset, such as 3-1047");
        }
        return id;
    }

    private DeadLetterId() {}
}
