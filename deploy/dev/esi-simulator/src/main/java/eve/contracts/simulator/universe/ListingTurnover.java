package eve.contracts.simulator.universe;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Decides the changes between two listings: new contracts, acceptances and bids. Each follows from the seed
/// and the number of the listing.
final class ListingTurnover {
    private static final double LIVE_CONTRACTS = 48_000;
    private static final Map<Gone, Double> MANNERS =
            Map.of(Gone.NO_CONTENT, 0.7, Gone.NOT_FOUND, 0.1, Gone.ACCEPTED, 0.1, Gone.NOT_PUBLIC, 0.1);
    private static final long BIRTHS = 5;
    private static final long ACCEPTED = 6;
    private static final long BID = 7;
    private static final long GONE = 8;

    private final UniverseOptions options;
    private final ContractMaker maker;

    ListingTurnover(UniverseOptions options, ContractMaker maker) {
        this.options = options;
        this.maker = maker;
    }

    /// Returns the ages of the contracts that appeared in a region since the last listing, oldest first.
    List<Duration> births(long regionId, int listed, long step) {
        var dice = Dice.of(options.seed(), BIRTHS, regionId, step);
        long count = (long) (listed * turnover() + dice.share());
        return LongStream.range(0, count)
                .mapToObj(n -> part(dice.share()))
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /// Decides which contracts are accepted and which get a bid before the next listing.
    void plan(Collection<Contract> listed, Instant from, long step) {
        for (Contract contract :
                listed.stream().sorted(Comparator.comparingLong(Contract::id)).toList()) {
            var accepted = Dice.of(options.seed(), ACCEPTED, contract.id(), step);
            if (accepted.hits(turnover())) {
                Instant at = from.plus(part(accepted.share()));
                if (!contract.isOver(at)) {
                    contract.end(at, accepted.weighted(MANNERS));
                }
            }
            if (contract.isAuction()) {
                var bid = Dice.of(options.seed(), BID, contract.id(), step);
                if (bid.hits(options.bidShare())) {
                    contract.add(maker.bid(contract, from.plus(part(bid.share()))));
                }
            }
        }
    }

    /// Ends the configured share of contracts that are listed although they are gone.
    void beginWithSomeGone(Collection<Contract> listed) {
        for (Contract contract : listed) {
            var dice = Dice.of(options.seed(), GONE, contract.id());
            if (dice.hits(options.gone())) {
                contract.end(contract.header(Instant.EPOCH).dateIssued(), dice.weighted(MANNERS));
            }
        }
    }

    private double turnover() {
        return options.contractsPerHour()
                / LIVE_CONTRACTS
                * options.listingAge().toSeconds()
                / 3600;
    }

    private Duration part(double share) {
        return Duration.ofMillis((long) (options.listingAge().toMillis() * share));
    }
}
