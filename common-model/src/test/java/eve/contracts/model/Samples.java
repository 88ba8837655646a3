package eve.contracts.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/// Messages with all fields, and with as few fields as allowed.
final class Samples {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    static final ContractHeader RICH_HEADER = new ContractHeader(
            229_847_321L,
            ContractType.AUCTION,
            2_112_000_001L,
            98_000_002L,
            Instant.parse("2026-02-20T08:15:30Z"),
            Instant.parse("2026-03-06T08:15:30Z"),
            new BigDecimal("250000000.0"),
            new BigDecimal("0.0"),
            new BigDecimal("100000000.0"),
            new BigDecimal("1E+9"),
            new BigDecimal("0.0100000001"),
            14L,
            60_003_760L,
            1_035_466_617_946L,
            false,
            "Gila – \"abyssal\" \u2605");

    static final ContractHeader MINIMAL_HEADER = new ContractHeader(
            1L,
            ContractType.COURIER,
            2L,
            3L,
            NOON.minusSeconds(60),
            NOON.plusSeconds(60),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    static final DynamicItem ROLL = new DynamicItem(
            2_112_000_001L,
            17_715L,
            47_749L,
            List.of(new DynamicItem.Attribute(9L, new BigDecimal("5000.0000000000009"))),
            List.of(new DynamicItem.Effect(10L, true)));

    static final ContractItem RICH_ITEM =
            new ContractItem(1L, 47_740L, 1L, true, 1_045_000_000_001L, true, 10L, 10L, 20L, ROLL, null);

    static final ContractItem UNROLLED_ITEM =
            new ContractItem(2L, 47_740L, 1L, true, 1_045_000_000_002L, null, null, null, null, null, "NOT_FOUND");

    static final ContractItem MINIMAL_ITEM =
            new ContractItem(3L, 34L, 1_000_000L, false, null, null, null, null, null, null, null);

    static final ContractStored RICH_STORED = new ContractStored(
            10_000_002L,
            7L,
            ContractStored.Change.UPDATED,
            RICH_HEADER,
            List.of(RICH_ITEM, UNROLLED_ITEM, MINIMAL_ITEM),
            List.of(new ContractBid(11L, NOON, new BigDecimal("100000000.0"))),
            NOON);

    static final ContractStored MINIMAL_STORED = new ContractStored(
            10_000_002L, 1L, ContractStored.Change.CREATED, MINIMAL_HEADER, List.of(), List.of(), NOON);

    static final ContractClosed RICH_CLOSED = new ContractClosed(
            RICH_HEADER.contractId(), 10_000_002L, 8L, RICH_HEADER, GoneReason.NOT_LISTED, NOON.plusMillis(5));

    static final ContractClosed MINIMAL_CLOSED =
            new ContractClosed(1L, 10_000_002L, 2L, MINIMAL_HEADER, GoneReason.EXPIRED_OR_ACCEPTED, NOON);

    static final ContractUnavailable UNAVAILABLE = new ContractUnavailable(5L, GoneReason.NOT_FOUND, NOON);

    static final List<ContractEvent> EVENTS =
            List.of(RICH_STORED, MINIMAL_STORED, RICH_CLOSED, MINIMAL_CLOSED, UNAVAILABLE);

    private Samples() {}
}
