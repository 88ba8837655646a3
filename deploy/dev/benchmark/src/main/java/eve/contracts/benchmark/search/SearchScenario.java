package eve.contracts.benchmark.search;

import eve.contracts.benchmark.Scenario;
import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/// Runs each documented filter and sort over HTTP, first pages alternating with pages after a cursor, with only
/// open contracts and with the same contracts plus a long history. Requests alternate between both databases,
/// so that other load on the machine affects both alike.
///
/// System properties: `open` (60000), `closed` (10000000), `requests` (400, for each search and database).
public final class SearchScenario implements Scenario {

    private static final int OPEN = Integer.getInteger("open", 60_000);
    private static final int CLOSED = Integer.getInteger("closed", 10_000_000);
    private static final int REQUESTS = Integer.getInteger("requests", 400);
    private static final List<String> WORDS =
            List.of("gila", "tengu", "plex", "barge", "abyssal", "navy", "copies", "cheap", "fitted");

    private static final Map<String, Function<Random, String>> SEARCHES = new LinkedHashMap<>();

    static {
        SEARCHES.put("no filter", _ -> "limit=50");
        for (var sort : List.of("price", "-price", "dateIssued", "-dateIssued", "dateExpired", "-dateExpired")) {
            SEARCHES.put("sort=" + sort, _ -> "sort=" + sort);
        }
        SEARCHES.put("regionId", chance -> "regionId=" + region(chance));
        SEARCHES.put("type", chance -> "type=" + of(chance, List.of("item_exchange", "auction", "courier", "loan")));
        SEARCHES.put("status=OPEN", _ -> "status=OPEN");
        SEARCHES.put("typeId", chance -> "typeId=" + type(chance));
        SEARCHES.put("minPrice, maxPrice", chance -> prices(chance) + "&sort=price");
        SEARCHES.put("minPrice, maxPrice by issue", SearchScenario::prices);
        SEARCHES.put("q", chance -> "q=" + of(chance, WORDS));
        SEARCHES.put("q, a beginning", chance -> "q=" + of(chance, WORDS).substring(0, 2));
        SEARCHES.put("q, a number", chance -> "q=" + chance.nextInt(1000));
        SEARCHES.put("expiresAfter", chance -> "expiresAfter=" + days(chance.nextInt(27)));
        SEARCHES.put("expiresBefore", chance -> "expiresBefore=" + days(1 + chance.nextInt(27)));
        SEARCHES.put("issuedAfter", chance -> "issuedAfter=" + days(-chance.nextInt(27)));
        SEARCHES.put("issuedAfter by price", chance -> "sort=price&issuedAfter=" + days(-chance.nextInt(27)));
        SEARCHES.put("expiresBefore by price", chance -> "sort=price&expiresBefore=" + days(1 + chance.nextInt(27)));
        SEARCHES.put("typeId by price", chance -> "sort=price&typeId=" + type(chance));
        SEARCHES.put(
                "typeId, region by price",
                chance -> "sort=price&typeId=" + type(chance) + "&regionId=" + region(chance));
        SEARCHES.put("region by price", chance -> "sort=price&regionId=" + region(chance));
        SEARCHES.put("q by expiry", chance -> "sort=dateExpired&q=" + of(chance, WORDS));
        SEARCHES.put(
                "all together",
                chance -> "regionId=" + region(chance) + "&type=item_exchange&typeId=" + type(chance)
                        + "&minPrice=100000&q=" + of(chance, WORDS) + "&issuedAfter=" + days(-20));
    }

    /// The duration of the requests of one search, in milliseconds, and how full the pages were.
    private record Taken(List<Double> millis, int[] counts) {

        /// Indexes of the counts.
        private static final int PAGES = 0;

        private static final int CONTRACTS = 1;
        private static final int NOT_FULL = 2;

        Taken() {
            this(new ArrayList<>(), new int[3]);
        }

        void add(Stock.Timed page) {
            millis.add(page.millis());
            counts[PAGES]++;
            counts[CONTRACTS] += page.contracts();
            counts[NOT_FULL] += page.contracts() < 50 && !page.nextCursor().isEmpty() ? 1 : 0;
        }

        double at(double share) {
            return millis.stream()
                    .sorted()
                    .skip((long) (millis.size() * share))
                    .findFirst()
                    .orElseThrow();
        }

        double contracts() {
            return (double) counts[CONTRACTS] / counts[PAGES];
        }

        int notFull() {
            return counts[NOT_FULL];
        }
    }

    @Override
    public void run(EmbeddedKafka kafka, EmbeddedPostgresServer postgres) throws Exception {
        try (var few = Stock.of(OPEN, 0, kafka, postgres);
                var many = Stock.of(OPEN, CLOSED, kafka, postgres)) {
            for (var search : SEARCHES.values()) {
                measure(search, few, many, REQUESTS / 4);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %8s %8s   %8s %8s   %6s   %s (ms; %d requests each)%n",
                    "",
                    "open p50",
                    "p99",
                    "both p50",
                    "p99",
                    "ratio",
                    "contracts a page, pages that were not full",
                    REQUESTS);
            for (var search : SEARCHES.entrySet()) {
                var taken = measure(search.getValue(), few, many, REQUESTS);
                System.out.printf(
                        Locale.ROOT,
                        "%-28s %8.2f %8.2f   %8.2f %8.2f   %6.2f   %.1f %.1f, %d %d%n",
                        search.getKey(),
                        taken.get(0).at(0.5),
                        taken.get(0).at(0.99),
                        taken.get(1).at(0.5),
                        taken.get(1).at(0.99),
                        taken.get(1).at(0.99) / taken.get(0).at(0.99),
                        taken.get(0).contracts(),
                        taken.get(1).contracts(),
                        taken.get(0).notFull(),
                        taken.get(1).notFull());
            }
        }
    }

    private static List<Taken> measure(Function<Random, String> search, Stock few, Stock many, int requests)
            throws Exception {
        var taken = List.of(new Taken(), new Taken());
        var chance = new Random(11);
        for (int i = 0; i < requests / 2; i++) {
            var query = search.apply(chance);
            for (int which = 0; which < 2; which++) {
                var stock = (which + i) % 2 == 0 ? few : many;
                var first = stock.search(query);
                var next = first.nextCursor().isEmpty() ? query : query + "&cursor=" + first.nextCursor();
                taken.get((which + i) % 2).add(first);
                taken.get((which + i) % 2).add(stock.search(next));
            }
        }
        return taken;
    }

    private static String prices(Random chance) {
        long price = (long) Math.pow(10, 4 + 6 * chance.nextDouble());
        return "minPrice=" + price + "&maxPrice=" + 2 * price;
    }

    private static Instant days(int fromNow) {
        return Instant.now().plus(fromNow, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    }

    private static int region(Random chance) {
        return 10_000_001 + chance.nextInt(70);
    }

    /// Distributed like the items: some types are in many contracts.
    private static int type(Random chance) {
        return 1 + (int) (5000 * Math.pow(chance.nextDouble(), 3));
    }

    private static <T> T of(Random chance, List<T> choices) {
        return choices.get(chance.nextInt(choices.size()));
    }
}
