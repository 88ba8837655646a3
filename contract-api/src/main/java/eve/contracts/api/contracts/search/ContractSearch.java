package eve.contracts.api.contracts.search;

import eve.contracts.api.paging.OpaqueCursor;
import eve.contracts.api.problems.InvalidParameterException;
import org.jspecify.annotations.Nullable;

/// The request for one page of a search: filters, order, start and size.
///
/// @param cursor the position after which the page begins; `null` for the first page
/// @param limit the maximum number of contracts in the page, 1 to [#MAX_LIMIT]
record ContractSearch(
        SearchFilters filters, SearchSort sort, @Nullable Cursor cursor, int limit) {

    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 200;

    /// @throws InvalidParameterException when the limit is out of range, or the cursor belongs to another
    ///     search
    ContractSearch {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidParameterException("limit", "must be between 1 and " + MAX_LIMIT + ", not " + limit);
        }
        if (cursor != null && cursor.search() != name(filters, sort)) {
            throw InvalidParameterException.cursor(
                    "belongs to another search: filters and sort must stay the same from page to page");
        }
    }

    static ContractSearch of(SearchFilters filters, SearchSort sort, @Nullable String cursor, int limit) {
        return new ContractSearch(filters, sort, cursor == null ? null : Cursor.parse(cursor), limit);
    }

    Cursor cursorAfter(String key, long contractId) {
        return new Cursor(name(filters, sort), key, contractId);
    }

    private static long name(SearchFilters filters, SearchSort sort) {
        return OpaqueCursor.list(filters, sort);
    }
}
