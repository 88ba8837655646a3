package eve.contracts.api.contracts.search;

import eve.contracts.api.contracts.ContractStatus;
import eve.contracts.api.problems.InvalidParameterException;
import eve.contracts.model.ContractType;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The filters of a search; a filter that is `null` does not restrict.
///
/// @param typeId the contract offers or asks for an item of this type
/// @param status the status at the moment of the search
/// @param minPrice lowest `price` in ISK; excludes contracts without a price
/// @param maxPrice highest `price` in ISK; excludes contracts without a price
/// @param q words that the title must all have, in any order, ignoring case and accents; the last one may be
///     the prefix of a word. In scripts without spaces, any sequence of characters of the title matches
/// @param expiresAfter earliest `dateExpired`, inclusive
/// @param expiresBefore latest `dateExpired`, exclusive
/// @param issuedAfter earliest `dateIssued`, inclusive
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

    /// @throws InvalidParameterException when a value is out of range, or two values contradict each other
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

    /// Limits the digits of a price: a value such as 1e999999999 would be expanded to all its digits before it
    /// is compared.
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
