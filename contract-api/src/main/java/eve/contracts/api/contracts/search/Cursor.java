package eve.contracts.api.contracts.search;

import eve.contracts.api.paging.OpaqueCursor;
import java.util.regex.Pattern;

/// The position in a search after which the next page begins; opaque to callers. It holds the sort key and the
/// id of a contract, not an offset: contracts that are stored or removed between two pages move no other
/// contract to another page.
///
/// @param search the hash of the search that the cursor belongs to
/// @param key the sort key of the last contract of the page ([SearchSort.Field#key])
/// @param lastId the id of that contract; the next page begins after it
record Cursor(long search, String key, long lastId) {

    private static final Pattern PLACE = Pattern.compile("([-.0-9]{1,402}):([0-9]{1,19})");

    static Cursor parse(String text) {
        var cursor = OpaqueCursor.parse(text);
        return cursor.place(PLACE, place -> new Cursor(cursor.list(), place.group(1), Long.parseLong(place.group(2))));
    }

    /// Returns the sort key as an SQL parameter.
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
