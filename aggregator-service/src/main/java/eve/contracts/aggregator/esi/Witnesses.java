package eve.contracts.aggregator.esi;

import eve.contracts.model.ContractHeader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/// Names listed contracts that ESI should answer for, at random, so that [RouteHealth] can tell a route that is down
/// from a contract that is gone, also before anything was answered well.
@Component
class Witnesses {

    private final Listings listings;
    private final Clock clock;

    Witnesses(EsiClient esi, Listings listings, Clock clock) {
        this.listings = listings;
        this.clock = clock;
        esi.witnesses(
                EsiRoute.ITEMS,
                most -> paths(EsiRoute.ITEMS, header -> header.type().hasItems(), most));
        esi.witnesses(
                EsiRoute.BIDS,
                most -> paths(EsiRoute.BIDS, header -> header.type().hasBids(), most));
    }

    private List<String> paths(EsiRoute route, Predicate<ContractHeader> fit, int most) {
        var now = clock.instant();
        List<ContractHeader> fitting = listings.inMemory()
                .filter(fit)
                .filter(header -> header.dateExpired().isAfter(now))
                .toList();
        List<String> paths = new ArrayList<>();
        for (int n = 0; n < most && n < fitting.size(); n++) {
            int random = ThreadLocalRandom.current().nextInt(fitting.size());
            paths.add(route.path(fitting.get(random).contractId(), 1));
        }
        return paths;
    }
}
