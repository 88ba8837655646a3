package eve.contracts.api.contracts;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which stretch of each order the filters leave, as SQL.
final class SearchRanges {

    /// @param column the field, or the key that the indexes have for it
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

    /// Whether the filters leave out contracts by this field; that an open contract is not expired leaves out none.
    static boolean narrow(SearchFilters filters, SearchSort.Field field) {
        int always = field == SearchSort.Field.DATE_EXPIRED && filters.status() == ContractStatus.OPEN ? 1 : 0;
        return of(filters, field, "").size() > always;
    }

    static void put(SearchFilters filters, Instant now, Map<String, Object> values) {
        values.put("now", time(now));
        values.put("minPrice", filters.minPrice() == null ? BigDecimal.ZERO : filters.minPrice());
        values.put("maxPrice", filters.maxPrice());
        values.put("issuedAfter", time(filters.issuedAfter()));
        values.put("expiresAfter", time(filters.expiresAfter()));
        values.put("expiresBefore", time(filters.expiresBefore()));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private SearchRanges() {}
}
