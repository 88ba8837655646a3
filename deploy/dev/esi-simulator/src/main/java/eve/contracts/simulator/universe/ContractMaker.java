package eve.contracts.simulator.universe;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Creates contracts. Everything except their dates depends only on seed and id.
final class ContractMaker {
    private static final List<Integer> DAYS = List.of(1, 3, 7, 14, 28);
    private static final BigDecimal ZERO = new BigDecimal("0.0");
    private static final double IN_STRUCTURE = 0.015;
    private static final double TO_STRUCTURE = 0.095;
    private static final long HEADER = 2;
    private static final long BIDS = 3;

    private final UniverseOptions options;
    private final ItemMaker items;
    private final AtomicLong bidIds = new AtomicLong(Ids.FIRST_BID);

    ContractMaker(UniverseOptions options) {
        this.options = options;
        this.items = new ItemMaker(options);
    }

    /// Creates a contract that is `age` old and does not expire for at least `left`.
    Contract make(long id, long regionId, boolean large, Instant now, Duration age, Duration left) {
        var dice = Dice.of(options.seed(), HEADER, id);
        ContractType type = large ? ContractType.item_exchange : type(dice);
        Duration length = dice.oneOf(DAYS.stream()
                .map(Duration::ofDays)
                .filter(days -> days.compareTo(age.plus(left)) >= 0 || days.toDays() == 28)
                .toList());
        Instant issued = now.minus(age);
        Header header = header(id, regionId, type, issued, issued.plus(length), dice);
        List<Bid> bids = type == ContractType.auction ? bids(header, now) : List.of();
        return new Contract(header, regionId, () -> items.items(id, regionId, type, large), bids);
    }

    Bid bid(Contract auction, Instant at) {
        BigDecimal highest = auction.plannedBids().stream()
                .map(Bid::amount)
                .reduce(auction.header(at).price(), BigDecimal::max);
        BigDecimal amount = highest.multiply(new BigDecimal("1.05")).setScale(2, RoundingMode.HALF_UP);
        return new Bid(amount, bidIds.getAndIncrement(), at);
    }

    private ContractType type(Dice dice) {
        double draw = dice.share();
        if (draw < options.auctions()) {
            return ContractType.auction;
        }
        if (draw < options.auctions() + options.couriers()) {
            return ContractType.courier;
        }
        return draw < options.auctions() + options.couriers() + options.loans()
                ? ContractType.loan
                : ContractType.item_exchange;
    }

    private Header header(long id, long region, ContractType type, Instant issued, Instant expires, Dice dice) {
        boolean courier = type == ContractType.courier;
        boolean auction = type == ContractType.auction;
        long start = dice.hits(IN_STRUCTURE) ? Ids.structure(dice) : Ids.station(dice, region);
        long end = !courier ? start : dice.hits(TO_STRUCTURE) ? Ids.structure(dice) : Ids.station(dice, region);
        BigDecimal price = courier ? ZERO : money(dice);
        @Nullable BigDecimal buyout = auction ? price.multiply(BigDecimal.TWO) : null;
        @Nullable BigDecimal collateral = auction ? null : courier ? money(dice) : ZERO;
        return new Header(
                buyout,
                collateral,
                id,
                expires,
                issued,
                courier ? (int) dice.between(1, 14) : 0,
                end,
                dice.hits(0.1) ? true : null,
                Ids.corporation(dice),
                Ids.character(dice),
                price,
                courier ? money(dice) : ZERO,
                start,
                Titles.title(dice),
                type,
                BigDecimal.valueOf(dice.between(1, dice.hits(0.6) ? 500 : 50_000_000), 2));
    }

    /// Returns mostly round sums from a thousand to many thousand millions, some with two decimals.
    private static BigDecimal money(Dice dice) {
        double magnitude = Math.pow(10, 4 + dice.share() * 6.5);
        return dice.hits(0.85)
                ? BigDecimal.valueOf((long) magnitude / 1_000 * 1_000).setScale(1)
                : BigDecimal.valueOf((long) (magnitude * 100), 2);
    }

    private List<Bid> bids(Header header, Instant now) {
        var dice = Dice.of(options.seed(), BIDS, header.contractId());
        var bids = new ArrayList<Bid>();
        Duration open = Duration.between(header.dateIssued(), now);
        BigDecimal amount = header.price();
        int count = (int) dice.between(0, 6);
        for (int n = 1; n <= count; n++) {
            Instant at = header.dateIssued().plus(open.multipliedBy(n).dividedBy(count + 1L));
            bids.add(new Bid(amount, bidIds.getAndIncrement(), at));
            amount = amount.add(amount.movePointLeft(1)).setScale(2, RoundingMode.HALF_UP);
        }
        return bids;
    }
}
