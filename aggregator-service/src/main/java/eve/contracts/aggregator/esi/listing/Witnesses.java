package eve.contracts.aggregator.esi.listing;

import eve.contracts.aggregator.esi.client.EsiClient;
import eve.contracts.aggregator.esi.client.EsiRoute;
import eve.contracts.model.ContractHeader;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// Selects, at random, regions and listed contracts that ESI should have answers for. With them the client can
/// distinguish a failed route from a failed region or contract, even before any good answer.
@Component
class Witnesses {

    private final Listings listings;
    private final Regions regions;
    private final Clock clock;

    Witnesses(EsiClient esi, Listings listings, Regions regions, Clock clock) {
        this.listings = listings;
        this.regions = regions;
        this.clock = clock;
        esi.witnesses(EsiRoute.LISTING, this::listings);
        esi.witnesses(
                EsiRoute.ITEMS,
                most -> paths(EsiRoute.ITEMS, header -> header.type().hasItems(), most));
        esi.witnesses(
                EsiRoute.BIDS,
                most -> paths(EsiRoute.BIDS, header -> header.type().hasBids(), most));
    }

    private List<String> listings(int most) {
        return some(List.copyOf(regions.inMemory()), most)
                .map(region -> EsiRoute.LISTING.path(region, 1))
                .toList();
    }

    private List<String> paths(EsiRoute route, Predicate<ContractHeader> fit, int most) {
        var now = clock.instant();
        List<ContractHeader> fitting = listings.inMemory()
                .filter(fit)
                .filter(header -> header.dateExpired().isAfter(now))
                .toList();
        return some(fitting, most)
                .map(header -> route.path(header.contractId(), 1))
                .toList();
    }

    /// At random, each at most once: with one witness a route cannot be judged.
    private static <T> Stream<T> some(List<T> all, int most) {
        return ThreadLocalRandom.current()
                .ints(0, Math.max(1, all.size()))
                .distinct()
                .limit(Math.min(most, all.size()))
                .mapToObj(all::get);
    }
}
