package eve.contracts.simulator.faults;

import eve.contracts.simulator.universe.Dice;
import eve.contracts.simulator.universe.Universe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Decides which faults are on at what time, by the seed alone. A few faults are on for ten seconds, then
/// others. At most five are on at a time; each hits 1 % of all requests, 5 % of a route's or 10 % of a
/// region's. Each minute may begin with ten seconds in which a whole route is down, and ends with ten seconds
/// without faults.
///
/// In addition, in every third listing period, the listings of three regions lose contracts until the next
/// listing is due. The two listings after that are complete. So a client that treats a contract as absent only
/// if two listings agree never makes a mistake.
public final class FaultStorm {
    private static final Duration SLOT = Duration.ofSeconds(10);
    private static final int SLOTS_A_MINUTE = 6;
    private static final int GUSTS = 5;
    private static final int LISTING_CYCLE = 3;
    private static final int LISTINGS = 3;

    private static final List<FaultKind> LOST = List.of(FaultKind.EMPTY_LISTING, FaultKind.SHRUNKEN_LISTING);
    private static final List<Route> ROUTES =
            List.of(Route.LISTING, Route.ITEMS, Route.BIDS, Route.DYNAMIC_ITEMS, Route.TYPE, Route.NAMES);
    private static final List<String> HEADERS = List.of("Last-Modified", "X-Pages", "Expires", "ETag");
    private static final List<Fault> FOREIGN = Stream.of(200, 400, 401, 403, 404, 500, 501, 502, 503, 504, 520)
            .flatMap(status -> Stream.of(Body.HTML, Body.TEXT, Body.EMPTY, Body.JSON)
                    .map(body -> Fault.answering(status, body, 1)))
            .toList();
    private static final List<Fault> SPOILT = Stream.concat(
                    Stream.of(
                                    FaultKind.DOWNTIME,
                                    FaultKind.SERVER_ERROR,
                                    FaultKind.GAME_LIMIT,
                                    FaultKind.UNKNOWN_TYPE,
                                    FaultKind.INVALID_JSON,
                                    FaultKind.NULL_BODY,
                                    FaultKind.EMPTY_OBJECT,
                                    FaultKind.ERROR_BODY,
                                    FaultKind.NO_BODY,
                                    FaultKind.REPEATED_ENTRY,
                                    FaultKind.REPEATED_ACROSS_PAGES,
                                    FaultKind.BAD_BYTE,
                                    FaultKind.LONE_SURROGATE,
                                    FaultKind.NOT_A_NUMBER,
                                    FaultKind.TIMEOUT,
                                    FaultKind.CONNECTION_CLOSED,
                                    FaultKind.CUT_BODY,
                                    FaultKind.TRICKLE,
                                    FaultKind.STALLED_BODY,
                                    FaultKind.GO_AWAY,
                                    FaultKind.STREAM_RESET,
                                    FaultKind.UNASKED_GZIP,
                                    FaultKind.BROKEN_GZIP)
                            .map(kind -> Fault.of(kind, 1)),
                    HEADERS.stream()
                            .flatMap(header -> Stream.of(FaultKind.HEADER_MISSING, FaultKind.HEADER_ABSURD)
                                    .map(kind -> Fault.of(kind, 1).header(header))))
            .toList();
    private static final List<List<Fault>> GUST_GROUPS = List.of(FOREIGN, SPOILT, SPOILT);
    private static final List<Fault> WHOLE_ROUTES = List.of(
            Fault.answering(503, Body.HTML, 1),
            Fault.answering(404, Body.ESI, 1).on(Route.ITEMS),
            Fault.answering(403, Body.ESI, 1).on(Route.BIDS),
            Fault.answering(403, Body.HTML, 1).on(Route.ITEMS),
            Fault.answering(400, Body.TEXT, 1).on(Route.LISTING),
            Fault.answering(200, Body.JSON, 1).on(Route.ITEMS),
            Fault.answering(500, Body.ESI, 1).on(Route.TYPE),
            Fault.of(FaultKind.EMPTY_LIST, 1).on(Route.ITEMS),
            Fault.of(FaultKind.GAME_LIMIT, 1).on(Route.ITEMS),
            Fault.of(FaultKind.GAME_LIMIT, 1).on(Route.DYNAMIC_ITEMS));

    private final long seed;
    private final List<Long> regions;
    private final Duration listingAge;
    private final boolean wholeRoutes;

    /// @param regions the regions whose listings may lose contracts
    /// @param wholeRoutes whether a whole route may be down
    public FaultStorm(long seed, Collection<Long> regions, Duration listingAge, boolean wholeRoutes) {
        this.seed = seed;
        this.regions = regions.stream().sorted().toList();
        this.listingAge = listingAge;
        this.wholeRoutes = wholeRoutes;
    }

    /// Returns a storm over all regions of a universe.
    public static FaultStorm over(Universe universe, long seed, boolean wholeRoutes) {
        return new FaultStorm(seed, universe.regionIds(), universe.listingAge(), wholeRoutes);
    }

    public long seed() {
        return seed;
    }

    public boolean wholeRoutes() {
        return wholeRoutes;
    }

    /// Returns the faults that are on this long after the start; they do not change within a [#slot(Duration)].
    public List<Fault> at(Duration elapsed) {
        long slot = slot(elapsed);
        var faults = new ArrayList<>(listings(slot));
        if (slot % SLOTS_A_MINUTE == SLOTS_A_MINUTE - 1) {
            return faults;
        }
        if (wholeRoutes && slot % SLOTS_A_MINUTE == 0) {
            faults.add(oneOf(WHOLE_ROUTES, slot, GUSTS));
        }
        for (int n = 0; n < GUSTS; n++) {
            Fault gust = oneOf(oneOf(GUST_GROUPS, slot, n, 1), slot, n, 2);
            faults.add(limited(gust, slot, n));
        }
        return faults;
    }

    long slot(Duration elapsed) {
        return elapsed.dividedBy(SLOT);
    }

    private Fault limited(Fault gust, long slot, int n) {
        double draw = Dice.share(seed, slot, n, 3);
        Route route = oneOf(ROUTES, slot, n, 4);
        if (draw < 0.5 || gust.kind() == FaultKind.UNKNOWN_TYPE || regions.isEmpty()) {
            return share(gust, 0.01);
        }
        if (draw < 0.8) {
            return share(gust.kind().suits(route) ? gust.on(route) : gust, 0.05);
        }
        return share(gust, 0.1).inRegion(oneOf(regions, slot, n, 5));
    }

    /// Returns the faults of listings. They are on in the first half of every third listing period, the same
    /// for all of it.
    private List<Fault> listings(long slot) {
        Duration begin = SLOT.multipliedBy(slot);
        long period = begin.dividedBy(listingAge);
        boolean firstHalf = begin.toMillis() % listingAge.toMillis() < listingAge.toMillis() / 2;
        if (period % LISTING_CYCLE != 0 || !firstHalf || regions.isEmpty()) {
            return List.of();
        }
        return IntStream.range(0, LISTINGS)
                .mapToObj(n -> Fault.of(oneOf(LOST, period, n, 6), 1)
                        .inRegion(oneOf(regions, period, n, 7))
                        .atMost(1))
                .distinct()
                .toList();
    }

    private static Fault share(Fault fault, double share) {
        return new Fault(
                fault.kind(),
                share,
                fault.route(),
                fault.contractId(),
                fault.steady(),
                fault.times(),
                fault.regionId(),
                fault.typeId(),
                fault.status(),
                fault.body(),
                fault.header(),
                fault.value(),
                fault.millis());
    }

    private <T> T oneOf(List<T> things, long... name) {
        return things.get((int) (Dice.share(seed, name) * things.size()));
    }
}
