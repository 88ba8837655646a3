package eve.contracts.aggregator.esi.listing;

import eve.contracts.aggregator.Worker;
import eve.contracts.model.EventJson;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.universe.UniverseOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import tools.jackson.databind.node.ObjectNode;

/// Provides regions of some 60 contracts each, whose listings a test can write itself, and a worker that
/// consumes nothing by itself, both on one clock.
public record SmallRegions(MovableClock clock, EsiSimulator esi, Worker worker) implements AutoCloseable {

    public static final long FIRST = 10_000_001L;
    public static final long EMPTY = 10_000_099L;
    public static final Duration PERIOD = Duration.ofMinutes(30);
    private static final int EACH = 60;

    public static SmallRegions start(int count) {
        var clock = new MovableClock(Instant.parse("2026-03-01T12:00:01Z"));
        Map<Long, Double> regions = LongStream.range(FIRST, FIRST + count)
                .boxed()
                .collect(Collectors.toMap(region -> region, region -> 1.0 / count));
        regions.put(EMPTY, 0.0);
        EsiSimulator esi = EsiSimulator.start(SimulatorOptions.defaults()
                .withUniverse(UniverseOptions.defaults()
                        .withContracts(count * EACH)
                        .withRegions(regions)
                        .withUnreadableRolls(0)
                        .withGone(0)
                        .withContractsPerHour(0)
                        .withBidShare(0))
                .withErrorLimit(0)
                .withClock(clock)
                .withoutLatency());
        return new SmallRegions(
                clock,
                esi,
                Worker.startAt(clock, esi.baseUrl(), "contracts.esi.retry-wait=1ms", "contracts.intake.enabled=false"));
    }

    /// Returns the contract's entry in a listing.
    public ObjectNode entry(long contractId) {
        return (ObjectNode) esi.truth(contractId).header().deepCopy();
    }

    /// Makes the region list this from the next cache period on.
    public void nextListing(long region, List<ObjectNode> entries) {
        clock.advance(PERIOD);
        page(region, 1, EventJson.mapper().writeValueAsString(entries), headers(1));
    }

    /// Replaces the page from now on.
    public void page(long region, int number, String body, Map<String, String> headers) {
        if (number == 1) {
            esi.clearResponses();
        }
        esi.respond(
                "/contracts/public/" + region + "?page=" + number, 200, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    public Map<String, String> headers(int pages) {
        return new HashMap<>(Map.of(
                "X-Pages",
                Integer.toString(pages),
                "Last-Modified",
                http(clock.instant()),
                "Date",
                http(clock.instant()),
                "Expires",
                http(clock.instant().plus(PERIOD))));
    }

    public static String http(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }

    @Override
    public void close() {
        worker.close();
        esi.close();
    }
}
