package eve.contracts.api.contracts.search;

import eve.contracts.api.contracts.ContractStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Returns the range of each sort field that the filters allow, as SQL.
final class SearchRanges {

    /// @param column the column of the field, or the expression that the indexes have for it
    static List<String> of(SearchFilters filters, SearchSort.Field field, String column) {
        var conditions = new ArrayList<String>();
        switch (field) {
            case PRICE -> {
                if (filters.hasPriceRange()) {
                    conditions.add(column + " >= :minPrice");
                }
                if (filters.maxPrice() != null) {
                    conditions.add(column + " <= :maxPrice");
                }
            }
            case DATE_ISSUED -> {
                if (filters.issuedAfter() != null) {
                    conditions.add(column + " >= :issuedAfter");
                }
            }
            case DATE_EXPIRED -> {
                switch (filters.status()) {
                    case OPEN -> conditions.add(column + " > :now");
                    case EXPIRED -> conditions.add(column + " <= :now");
                    case CLOSED -> {}
                }
                if (filters.expiresAfter() != null) {
                    conditions.add(column + " >= :expiresAfter");
                }
                if (filters.expiresBefore() != null) {
                    conditions.add(column + " < :expiresBefore");
                }
            }
        }
        return conditions;
    }

    /// Returns whether the filters exclude contracts by this field. The condition that an open contract is not
    /// expired does not count.
    static boolean narrow(SearchFilters filters, SearchSort.Field field) {
        int always = field == SearchSort.Field.DATE_EXPIRED && filters.status() == ContractStatus.OPEN ? 1 : 0;
        return of(filters, field, "").size() > always;
    }

    static Map<String, @Nullable Object> parameters(SearchFilters filters, Instant now) {
        var parameters = new HashMap<String, @Nullable Object>();
        parameters.put("now", time(now));
        parameters.put("minPrice", filters.minPrice() == null ? BigDecimal.ZERO : filters.minPrice());
        parameters.put("maxPrice", filters.maxPrice());
        parameters.put("issuedAfter", time(filters.issuedAfter()));
        parameters.put("expiresAfter", time(filters.expiresAfter()));
        parameters.put("expiresBefore", time(filters.expiresBefore()));
        return parameters;
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private SearchRanges() {}
}
