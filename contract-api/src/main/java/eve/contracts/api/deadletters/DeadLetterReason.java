package eve.contracts.api.deadletters;

import eve.contracts.api.problems.InvalidParameterException;
import eve.contracts.model.FailureReason;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The names of reasons: those of [FailureReason], those of a later release, and one for records without a
/// reason.
final class DeadLetterReason {

    /// The record was not published by the worker, or its header is not readable.
    static final String UNSPECIFIED = "UNSPECIFIED";

    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    static String of(@Nullable String header) {
        return header != null && NAME.matcher(header).matches() ? header : UNSPECIFIED;
    }

    /// @throws InvalidParameterException when there is no such reason, so that a misspelt name is reported
    static String parse(String name) {
        if (name.equals(UNSPECIFIED)
                || Arrays.stream(FailureReason.values())
                        .anyMatch(reason -> reason.name().equals(name))) {
            return name;
        }
        throw new InvalidParameterException(
                "reason",
                "must be one of "
                        + Arrays.stream(FailureReason.values()).map(Enum::name).collect(Collectors.joining(", "))
                        + ", " + UNSPECIFIED);
    }

    private DeadLetterReason() {}
}
