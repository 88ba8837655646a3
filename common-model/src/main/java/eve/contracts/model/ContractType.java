package eve.contracts.model;

import java.util.Locale;

/// A contract's type, as ESI names it; the wire form is [#wireName].
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

    /// Returns whether a contract of this type always has items.
    public boolean hasItems() {
        return this == ITEM_EXCHANGE || this == AUCTION;
    }

    /// Returns whether bids can be placed on a contract of this type.
    public boolean hasBids() {
        return this == AUCTION;
    }
}
