package eve.contracts.api.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;

import eve.contracts.api.problems.InvalidParameterException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/// The place in a search after which the next page begins; opaque to callers. It names values, not a position: what is
/// stored or goes meanwhile moves no other contract to another page.
///
/// @param search the search that it belongs to
/// @param key the sort key at that place ([SearchSort.Field#key])
/// @param lastId the contract there; the next page begins after it
record Cursor(long search, String key, long lastId) {

    private static final Pattern FORM = Pattern.compile("2:([0-9]{1,10}):([-.0-9]{1,402}):([0-9]{1,19})");

    static Cursor parse(String text) {
        try {
            var form = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), UTF_8));
            if (form.matches()) {
                return new Cursor(Long.parseLong(form.group(1)), form.group(2), Long.parseLong(form.group(3)));
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw unknown();
    }

    /// The key as a value to compare with.
    Object keyParameter(SearchSort.Field field) {
        try {
            return field.parameter(key);
        } catch (IllegalArgumentException _) {
            throw unknown();
        }
    }

    private static InvalidParameterException unknown() {
        return new InvalidParameterException("cursor", "must be the nextCursor of an earlier answer");
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.format(Locale.ROOT, "2:%d:%s:%d", search, key, lastId)
                        .getBytes(UTF_8));
    }
}
