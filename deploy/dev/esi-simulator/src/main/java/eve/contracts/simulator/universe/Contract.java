package eve.contracts.simulator.universe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// One contract and its changes over time. Its items never change; it can get bids, and at some time it is
/// gone.
final class Contract {
    private final Header header;
    private final long regionId;
    private final Supplier<List<Item>> maker;
    private final List<Bid> bids;
    private volatile Fate fate;

    /// From `at` on, the answer for items and bids is `gone`.
    record Fate(Instant at, Gone gone) {}

    Contract(Header header, long regionId, Supplier<List<Item>> maker, List<Bid> bids) {
        this.header = header;
        this.regionId = regionId;
        this.maker = maker;
        this.bids = new CopyOnWriteArrayList<>(bids);
        this.fate = new Fate(header.dateExpired(), Gone.NO_CONTENT);
    }

    long id() {
        return header.contractId();
    }

    long regionId() {
        return regionId;
    }

    boolean isAuction() {
        return header.type() == ContractType.auction;
    }

    /// Returns the header in a listing made at `madeAt`: an auction's expiry follows the second of the listing.
    Header header(Instant madeAt) {
        if (!isAuction()) {
            return header;
        }
        Duration drift = Duration.ofSeconds(Math.floorMod(madeAt.getEpochSecond(), 60));
        long minute = header.dateExpired().getEpochSecond() / 60 * 60;
        return header.expiring(Instant.ofEpochSecond(minute).plus(drift));
    }

    Optional<Gone> gone(Instant now) {
        Fate known = fate;
        return now.isBefore(known.at()) ? Optional.empty() : Optional.of(known.gone());
    }

    boolean isOver(Instant now) {
        return gone(now).isPresent();
    }

    void end(Instant at, Gone how) {
        fate = new Fate(at, how);
    }

    List<Item> items() {
        return maker.get();
    }

    List<Bid> bids(Instant now) {
        return bids.stream().filter(bid -> !bid.dateBid().isAfter(now)).toList();
    }

    /// Returns all bids, including those of the near future.
    List<Bid> plannedBids() {
        return bids;
    }

    void add(Bid bid) {
        bids.add(bid);
    }
}
