package eve.contracts.aggregator.validation;

import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractItem;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares two answers by the facts that they state, however these are written: 1, 1.0 and 1.00 are one
/// number, `false` may be absent, and so may an empty title.
///
/// The order of fields and the format of times no longer matter once the records are built.
public final class SameFacts {

    private SameFacts() {}

    /// Compares headers without an auction's `date_expired`, which changes with the second of ESI's snapshot.
    public static boolean in(ContractHeader one, ContractHeader other) {
        return canonical(one).equals(canonical(other));
    }

    public static boolean in(ContractItem one, ContractItem other) {
        return canonical(one).equals(canonical(other));
    }

    public static boolean in(ContractBid one, ContractBid other) {
        return canonical(one).equals(canonical(other));
    }

    /// Compares bids in any order.
    public static boolean in(List<ContractBid> some, List<ContractBid> others) {
        return canonical(some).equals(canonical(others));
    }

    private static ContractHeader canonical(ContractHeader header) {
        return new ContractHeader(
                header.contractId(),
                header.type(),
                header.issuerId(),
                header.issuerCorporationId(),
                header.dateIssued(),
                header.type().hasBids() ? header.dateIssued() : header.dateExpired(),
                canonical(header.buyout()),
                canonical(header.collateral()),
                canonical(header.price()),
                canonical(header.reward()),
                canonical(header.volume()),
                header.daysToComplete(),
                header.startLocationId(),
                header.endLocationId(),
                Boolean.TRUE.equals(header.forCorporation()),
                header.title() == null ? "" : header.title());
    }

    private static ContractItem canonical(ContractItem item) {
        return new ContractItem(
                item.recordId(),
                item.typeId(),
                item.quantity(),
                item.isIncluded(),
                item.itemId(),
                Boolean.TRUE.equals(item.isBlueprintCopy()),
                item.runs(),
                item.materialEfficiency(),
                item.timeEfficiency(),
                item.dynamic(),
                item.dynamicUnavailable());
    }

    private static List<ContractBid> canonical(List<ContractBid> bids) {
        return bids.stream()
                .sorted(Comparator.comparingLong(ContractBid::bidId))
                .map(SameFacts::canonical)
                .toList();
    }

    private static ContractBid canonical(ContractBid bid) {
        return new ContractBid(bid.bidId(), bid.dateBid(), bid.amount().stripTrailingZeros());
    }

    private static @Nullable BigDecimal canonical(@Nullable BigDecimal number) {
        return number == null ? null : number.stripTrailingZeros();
    }
}
