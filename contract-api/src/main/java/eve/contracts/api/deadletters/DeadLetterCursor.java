package eve.contracts.api.deadletters;

import eve.contracts.api.paging.OpaqueCursor;
import java.time.Instant;
import java.util.regex.Pattern;

/// The position in the list after which the next page begins.
record DeadLetterCursor(Instant diedAt, String id) {

    private static final Pattern PLACE = Pattern.compile("(\\d{1,14}):(\\d{1,9}-\\d{1,18}(?:-[A-Za-z0-9_-]{22})?)");

    /// @param list the hash of the list that the cursor must belong to
    static DeadLetterCursor parse(String text, long list) {
        return OpaqueCursor.parse(text)
                .of(list)
                .place(
                        PLACE,
                        place -> new DeadLetterCursor(
                                Instant.ofEpochMilli(Long.parseLong(place.group(1))), place.group(2)));
    }

    String text(long list) {
        return new OpaqueCursor(list, diedAt.toEpochMilli() + ":" + id).text();
    }
}
