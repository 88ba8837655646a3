package eve.contracts.benchmark.search;

import eve.contracts.benchmark.Scenario;
import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/// Each documented filter and sort over HTTP, first pages and pages after a cursor in turn, with 10,000 contracts and
/// with 1,000,000: request by request in turn, so that whatever else the machine does hits both alike.
///
/// System properties: `few` (10000), `many` (1000000), `requests` (1000, for each filter and size).
public final class SearchScenario implements Scenario {

    private static final int FEW = Integer.getInteger("few", 10_000);
    private static final int MANY = Integer.getInteger("many", 1_000_000);
    private static final int REQUESTS = Integer.getInteger("requests", 1_000);
    private static final List<String> WORDS =
            List.of("gila", "tengu", "plex", "barge", "abyssal", "navy", "copies", "cheap", "fitted");

    private static final Map<String, Function<Random, String>> SEARCHES = new LinkedHashMap<>();

    static {
        SEARCHES.put("no filter", _ -> "limit=50");
        SEARCHES.put("regionId", chance -> "regionId=" + region(chance));
        SEARCHES.put("type", chance -> "type=" + of(chance, List.of("item_exchange", "auction", "courier", "loan")));
        SEARCHES.put("status", chance -> "status=" + of(chance, List.of("OPEN", "CLOSED")));
        SEARCHES.put("typeId", chance -> "typeId=" + type(chance));
        SEARCHES.put("minPrice, maxPrice", chance -> {
            long price = (long) Math.pow(10, 4 + 6 * chance.nextDouble());
            return "minPrice=" + price + "&maxPrice=" + 2 * price + "&sort=price";
        });
        SEARCHES.put("q", chance -> "q=" + of(chance, WORDS));
        SEARCHES.put("q, a number", chance -> "q=" + chance.nextInt(1000));
        SEARCHES.put("sort=price", _ -> "sort=price");
        SEARCHES.put("sort=-price", _ -> "sort=-price&minPrice=0");
        SEARCHES.put("sort=dateIssued", _ -> "sort=dateIssued");
        SEARCHES.put("sort=dateExpired", _ -> "sort=dateExpired&status=OPEN");
        SEARCHES.put("region, open, by price", chance -> "status=OPEN&sort=price&regionId=" + region(chance));
        // Not by one filter and not in the order of an index: bounded, not flat.
        SEARCHES.put("price range by date*", chance -> {
            long price = (long) Math.pow(10, 4 + 6 * chance.nextDouble());
            return "minPrice=" + price + "&maxPrice=" + 2 * price;
        });
        SEARCHES.put("typeId by price*", chance -> "sort=price&typeId=" + type(chance));
        SEARCHES.put("q by expiry*", chance -> "sort=dateExpired&q=" + of(chance, WORDS));
        SEARCHES.put(
                "all together*",
                chance -> "regionId=" + region(chance) + "&status=CLOSED&type=item_exchange&typeId=" + type(chance)
                        + "&minPrice=100000&q=" + of(chance, WORDS));
    }

    @Override
    public void run(EmbeddedKafka kafka, EmbeddedPostgresServer postgres) throws Exception {
        try (var few = Stock.of(FEW, kafka, postgres);
                var many = Stock.of(MANY, kafka, postgres)) {
            for (var search : SEARCHES.values()) {
                measure(search, few, many, REQUESTS / 4);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %8s %8s   %8s %8s   %6s   (ms; %d requests each)%n",
                    "",
                    "few p50",
                    "p99",
                    "many p50",
                    "p99",
                    "ratio",
                    REQUESTS);
            for (var search : SEARCHES.entrySet()) {
                var times = measure(search.getValue(), few, many, REQUESTS);
                double ratio = at(times.get(1), 0.99) / at(times.get(0), 0.99);
                System.out.printf(
                        Locale.ROOT,
                        "%-24s %8.2f %8.2f   %8.2f %8.2f   %6.2f%n",
                        search.getKey(),
                        at(times.get(0), 0.5),
                        at(times.get(0), 0.99),
                        at(times.get(1), 0.5),
                        at(times.get(1), 0.99),
                        ratio);
            }
        }
    }

    private static List<List<Double>> measure(Function<Random, String> search, Stock few, Stock many, int requests)
            throws Exception {
        List<List<Double>> times = List.of(new ArrayList<>(), new ArrayList<>());
        var chance = new Random(11);
        for (int i = 0; i < requests / 2; i++) {
            var query = search.apply(chance);
            for (int which = 0; which < 2; which++) {
                var stock = which == 0 ? few : many;
                var first = stock.search(query);
                times.get(which).add(first.millis());
                var next = first.nextCursor().isEmpty() ? query : query + "&cursor=" + first.nextCursor();
                times.get(which).add(stock.search(next).millis());
            }
        }
        return times;
    }

    private static double at(List<Double> times, double share) {
        return times.stream()
                .sorted()
                .skip((long) (times.size() * share))
                .findFirst()
                .orElseThrow();
    }

    private static int region(Random chance) {
        return 10_000_001 + chance.nextInt(70);
    }

    /// As the items are: some types are in many contracts.
    private static int type(Random chance) {
        return 1 + (int) (5000 * Math.pow(chance.nextDouble(), 3));
    }

    private static <T> T of(Random chance, List<T> choices) {
        return choices.get(chance.nextInt(choices.size()));
    }
}
