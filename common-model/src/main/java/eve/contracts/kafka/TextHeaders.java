package eve.contracts.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// Reads record headers that hold UTF-8 text. Anyone can write to a topic, so a value in another form counts as
/// absent.
public final class TextHeaders {

    private static final Pattern COUNT = Pattern.compile("\\d{1,6}");

    private TextHeaders() {}

    /// The last header of that name; `null` when there is none, or it has no value.
    public static @Nullable String text(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    /// A number from 0 to 999,999; 0 when the header is absent or no such number.
    public static int count(Headers headers, String name) {
        var text = text(headers, name);
        return text != null && COUNT.matcher(text).matches() ? Integer.parseInt(text) : 0;
    }
}
