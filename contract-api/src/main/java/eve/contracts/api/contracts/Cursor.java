package eve.contracts.api.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;

import eve.contracts.api.problems.InvalidParameterException;
import java.util.Base64;

/// The place in a search after which the next page begins; opaque to callers, so that it can say more one day.
///
/// @param lastId the last contract of the page before
record Cursor(long lastId) {

    private static final String FORM = "id:";

    static Cursor parse(String text) {
        try {
            var plain = new String(Base64.getUrlDecoder().decode(text), UTF_8);
            if (plain.startsWith(FORM)) {
                return new Cursor(Long.parseLong(plain.substring(FORM.length())));
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw new InvalidParameterException("cursor", "must be the nextCursor of an earlier answer");
    }

    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((FORM + lastId).getBytes(UTF_8));
    }
}
