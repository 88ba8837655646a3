package eve.contracts.model;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in a distributed trace, in the format of the W3C Trace Context header `traceparent`
/// (https://www.w3.org/TR/trace-context/#traceparent-header).
///
/// @param value in version 00, 55 characters
public record Traceparent(String value) {

    private static final int LENGTH = 55;
    private static final Pattern FORM =
            Pattern.compile("(?!ff)([0-9a-f]{2})(-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2})(-.*)?");

    public Traceparent {
        if (value.length() != LENGTH || !FORM.matcher(value).matches() || !value.startsWith("00-")) {
            throw new IllegalArgumentException("No traceparent of version 00: " + value);
        }
    }

    /// Reads a header that anyone may have written. From a later version it takes the parts of version 00, as
    /// the specification requires.
    ///
    /// @return empty when the header is no traceparent
    public static Optional<Traceparent> read(byte[] header) {
        return read(new String(header, StandardCharsets.US_ASCII));
    }

    /// Reads a header as above.
    public static Optional<Traceparent> read(String header) {
        Matcher parts = FORM.matcher(header);
        if (!parts.matches() || parts.group(1).equals("00") && parts.group(3) != null) {
            return Optional.empty();
        }
        return Optional.of(new Traceparent("00" + parts.group(2)));
    }

    /// @return empty when these are no ids, such as those of a tracer that is switched off
    public static Optional<Traceparent> of(String traceId, String spanId, boolean sampled) {
        return read("00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00"));
    }

    public String traceId() {
        return value.substring(3, 35);
    }

    /// Returns the id of the parent span for work that arrives with this header.
    public String spanId() {
        return value.substring(36, 52);
    }

    /// Returns whether the trace is recorded at its origin.
    public boolean isSampled() {
        return (Integer.parseInt(value.substring(53), 16) & 1) == 1;
    }
}
