package eve.contracts.api.paging;

import static java.nio.charset.StandardCharsets.UTF_8;

import eve.contracts.api.problems.InvalidParameterException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The format of all cursors: a position in a list, opaque to callers, bound to its list.
///
/// @param list the hash of the list ([#list])
/// @param place the position in the list, in the list's own format
public record OpaqueCursor(long list, String place) {

    private static final Pattern FORM = Pattern.compile("2:([0-9]{1,10}):(.{1,500})");
    private static final int LONGEST = 1_000;

    /// @throws InvalidParameterException when the text is not a cursor
    public static OpaqueCursor parse(String text) {
        try {
            if (text.length() <= LONGEST) {
                var form = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), UTF_8));
                if (form.matches()) {
                    return new OpaqueCursor(Long.parseLong(form.group(1)), form.group(2));
                }
            }
        } catch (IllegalArgumentException _) {
            // rejected below
        }
        throw unknown();
    }

    /// Returns the parsed position.
    ///
    /// @param read parses the position; throws [IllegalArgumentException] when it is not valid
    /// @throws InvalidParameterException when the position does not have this format
    public <T> T place(Pattern form, Function<MatchResult, T> read) {
        var parts = form.matcher(place);
        try {
            if (parts.matches()) {
                return read.apply(parts);
            }
        } catch (IllegalArgumentException _) {
            // rejected below
        }
        throw unknown();
    }

    /// @throws InvalidParameterException when the cursor belongs to another list
    public OpaqueCursor of(long expected) {
        if (list != expected) {
            throw InvalidParameterException.cursor(
                    "belongs to another list: the filters must stay the same from page to page");
        }
        return this;
    }

    public String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        String.format(Locale.ROOT, "2:%d:%s", list, place).getBytes(UTF_8));
    }

    /// Returns a hash of a list's filters and order. If two lists have the same hash by chance, only an error
    /// message is missing.
    public static long list(@Nullable Object... what) {
        var sum = new CRC32C();
        sum.update(Arrays.toString(what).getBytes(UTF_8));
        return sum.getValue();
    }

    public static InvalidParameterException unknown() {
        return InvalidParameterException.cursor("must be the nextCursor of an earlier answer");
    }
}
