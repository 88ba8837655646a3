package eve.contracts.api.idempotency;

import eve.contracts.api.problems.InvalidParameterException;
import java.util.regex.Pattern;

/// The value of the header `Idempotency-Key`: a string of RFC 9651, which has quotation marks. Most callers
/// omit them, so a bare value is accepted too.
///
/// @param value the key without quotation marks, 1 to 255 characters
record IdempotencyKey(String value) {

    static final String HEADER = "Idempotency-Key";

    private static final int LONGEST = 255;
    private static final Pattern QUOTED = Pattern.compile("\"((?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*)\"");
    /// Visible characters without a meaning in a structured header.
    private static final Pattern BARE = Pattern.compile("[!#-+\\--:<-\\[\\]-~]+");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    /// @throws InvalidParameterException when the header has no key, or several
    static IdempotencyKey parse(String header) {
        var text = header.strip();
        var quoted = QUOTED.matcher(text);
        var value = quoted.matches()
                ? ESCAPED.matcher(quoted.group(1)).replaceAll("$1")
                : BARE.matcher(text).matches() ? text : "";
        if (value.isBlank() || value.length() > LONGEST) {
            throw new InvalidParameterException(
                    HEADER,
                    "must be one string of 1 to " + LONGEST
                            + " visible ASCII characters in quotation marks, such as"
                            + " \"8e03978e-40d5-43e8-bc93-6894a57f9324\"");
        }
        return new IdempotencyKey(value);
    }
}
