package eve.contracts.api.contracts;

import eve.contracts.api.problems.InvalidParameterException;
import eve.contracts.model.ContractType;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which contracts to find; what is `null` does not restrict.
///
/// @param typeId an item of this type is in the contract, offered or asked for
/// @param status at the moment of the search
/// @param minPrice lowest `price` in ISK; contracts without a price are not found then
/// @param maxPrice highest `price` in ISK; contracts without a price are not found then
/// @param q words that are all in the title, in any order, case and accents; the last may be only the beginning of one;
/// of
///     scripts without spaces any characters that follow each other
/// @param expiresAfter first `dateExpired`
/// @param expiresBefore `dateExpired` is earlier
/// @param issuedAfter first `dateIssued`
record SearchFilters(
        @Nullable Long regionId,
        @Nullable ContractType type,
        @Nullable Long typeId,
        ContractStatus status,
        @Nullable BigDecimal minPrice,
        @Nullable BigDecimal maxPrice,
        @Nullable String q,
        @Nullable Instant expiresAfter,
        @Nullable Instant expiresBefore,
        @Nullable Instant issuedAfter) {

    static final int MAX_TEXT = 100;

    private static final int MAX_PRICE_DIGITS = 20;

    /// @throws InvalidParameterException when a value cannot be searched for
    SearchFilters {
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
        requireText(q);
        if (expiresAfter != null && expiresBefore != null && expiresAfter.isAfter(expiresBefore)) {
            throw new InvalidParameterException("expiresAfter", "must not be later than expiresBefore");
        }
    }

    boolean hasPriceRange() {
        return minPrice != null || maxPrice != null;
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

    private static void requireText(@Nullable String text) {
        if (text != null && (text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl))) {
            throw new InvalidParameterException(
                    "q", "must have at most " + MAX_TEXT + " characters, and no control characters");
        }
    }
}
