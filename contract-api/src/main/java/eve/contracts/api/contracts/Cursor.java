package eve.contracts.api.contracts;

import eve.contracts.api.paging.OpaqueCursor;
import java.util.regex.Pattern;

/// The place in a search after which the next page begins; opaque to callers. It names values, not a position: what is
/// stored or goes meanwhile moves no other contract to another page.
///
/// @param search the search that it belongs to
/// @param key the sort key at that place ([SearchSort.Field#key])
/// @param lastId the contract there; the next page begins after it
record Cursor(long search, String key, long lastId) {

    private static final Pattern PLACE = Pattern.compile("([-.0-9]{1,402}):([0-9]{1,19})");

    static Cursor parse(String text) {
        var cursor = OpaqueCursor.parse(text);
        return cursor.place(PLACE, place -> new Cursor(cursor.list(), place.group(1), Long.parseLong(place.group(2))));
    }

    /// The key as a value to compare with.
    Object keyParameter(SearchSort.Field field) {
        try {
            return field.parameter(key);
        } catch (IllegalArgumentException _) {
            throw OpaqueCursor.unknown();
        }
    }

    String text() {
        return new OpaqueCursor(search, key + ":" + lastId).text();
    }
}
