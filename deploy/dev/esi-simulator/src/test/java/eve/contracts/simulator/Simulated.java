package eve.contracts.simulator;

import eve.contracts.simulator.universe.UniverseOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/// A simulator with one region and a clock that does not move, and a client.
final class Simulated implements AutoCloseable {
    static final long FORGE = 10000002L;
    static final String LISTING = "/contracts/public/" + FORGE;

    final MovableClock clock = new MovableClock(Instant.parse("2026-10-01T12:00:00Z"));
    final EsiSimulator simulator;
    final Client client;

    private Simulated(UnaryOperator<SimulatorOptions> change) {
        simulator = EsiSimulator.start(change.apply(SimulatorOptions.defaults()
                .withClock(clock)
                .withUniverse(UniverseOptions.defaults().withRegions(Map.of(FORGE, 1.0)))
                .withoutLatency()));
        client = new Client(simulator);
    }

    static Simulated still() {
        return with(UnaryOperator.identity());
    }

    static Simulated with(UnaryOperator<SimulatorOptions> change) {
        return new Simulated(options -> change.apply(options.withStillUniverse()));
    }

    static Simulated alive() {
        return new Simulated(UnaryOperator.identity());
    }

    List<Long> ids(String type) {
        return simulator.contractIds().stream()
                .filter(id -> header(id).get("type").stringValue().equals(type))
                .toList();
    }

    long anExchange() {
        return ids("item_exchange").getFirst();
    }

    JsonNode header(long id) {
        return simulator.truth(id).header();
    }

    static String items(long id) {
        return "/contracts/public/items/" + id;
    }

    static String bids(long id) {
        return "/contracts/public/bids/" + id;
    }

    @Override
    public void close() {
        simulator.close();
    }
}
