package eve.contracts.api.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import eve.contracts.api.problems.InvalidParameterException;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/// The place in the list after which the next page begins; opaque to callers.
record DeadLetterCursor(Instant diedAt, String id) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,14}):(\\d{1,9}-\\d{1,18}(?:-[A-Za-z0-9_-]{22})?)");

    static DeadLetterCursor parse(String text) {
        try {
            var plain = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), UTF_8));
            if (plain.matches()) {
                return new DeadLetterCursor(Instant.ofEpochMilli(Long.parseLong(plain.group(1))), plain.group(2));
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw new InvalidParameterException("cursor", "must be the nextCursor of an earlier answer");
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((diedAt.toEpochMilli() + ":" + id).getBytes(UTF_8));
    }
}
