package eve.contracts.model;

import java.util.Locale;

/// What a contract offers, as ESI names it; the wire form is [#wireName].
public enum ContractType {
    UNKNOWN,
    ITEM_EXCHANGE,
    AUCTION,
    COURIER,
    LOAN;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    @com.fasterxml.jackson.annotation.JsonValue
    public String wireName() {
        return wireName;
    }

    /// Whether a contract of this type cannot be without items.
    public boolean hasItems() {
        return this == ITEM_EXCHANGE || this == AUCTION;
    }

    /// Whether bids can be placed on a contract of this type.
    public boolean hasBids() {
        return this == AUCTION;
    }
}
