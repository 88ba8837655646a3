package eve.contracts.api.contracts;

import eve.contracts.api.problems.InvalidParameterException;
import eve.contracts.model.ContractType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What to look for; what is `null` does not restrict.
///
/// @param typeId an item of this type is in the contract, offered or asked for
/// @param minPrice lowest `price` in ISK; contracts without a price are not found then
/// @param limit contracts a page, 1 to [#MAX_LIMIT]
record ContractSearch(
        @Nullable Long regionId,
        @Nullable ContractType type,
        @Nullable Long typeId,
        @Nullable ContractStatus status,
        @Nullable BigDecimal minPrice,
        @Nullable BigDecimal maxPrice,
        @Nullable Cursor cursor,
        int limit) {

    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 200;

    private static final int MAX_PRICE_DIGITS = 20;

    /// @throws InvalidParameterException when a value cannot be searched for
    ContractSearch {
        if (regionId != null) {
            InvalidParameterException.requireId("regionId", regionId);
        }
        if (typeId != null) {
            InvalidParameterException.requireId("typeId", typeId);
        }
        requirePrice("minPrice", minPrice);
        requirePrice("maxPrice", maxPrice);
        if (minPrice != null && maxPrice != null && minPrice.compareTo(maxPrice) > 0) {
            throw new InvalidParameterException("minPrice", "must not be more than maxPrice");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidParameterException("limit", "must be between 1 and " + MAX_LIMIT + ", not " + limit);
        }
    }

    static @Nullable ContractType type(@Nullable String wireName) {
        if (wireName == null) {
            return null;
        }
        return Arrays.stream(ContractType.values())
                .filter(type -> type.wireName().equals(wireName))
                .findAny()
                .orElseThrow(() -> oneOf(
                        "type",
                        Arrays.stream(ContractType.values())
                                .map(ContractType::wireName)
                                .toArray()));
    }

    static @Nullable ContractStatus status(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return Arrays.stream(ContractStatus.values())
                .filter(status -> status.name().equals(name.toUpperCase(Locale.ROOT)))
                .findAny()
                .orElseThrow(() -> oneOf("status", (Object[]) ContractStatus.values()));
    }

    private static InvalidParameterException oneOf(String parameter, Object... allowed) {
        return new InvalidParameterException(parameter, "must be one of " + Arrays.toString(allowed));
    }

    /// A price such as 1e999999999 would be written out before it is compared.
    private static void requirePrice(String parameter, @Nullable BigDecimal price) {
        if (price == null) {
            return;
        }
        long digitsBeforePoint = (long) price.precision() - price.scale();
        if (price.signum() < 0 || digitsBeforePoint > MAX_PRICE_DIGITS || price.scale() > MAX_PRICE_DIGITS) {
            throw new InvalidParameterException(
                    parameter,
                    "must be 0 or more, with at most " + MAX_PRICE_DIGITS + " digits on each side of the point");
        }
    }
}
