package eve.contracts.simulator;

import eve.contracts.simulator.faults.Downtime;
import eve.contracts.simulator.faults.Latency;
import eve.contracts.simulator.http.Protocol;
import eve.contracts.simulator.http.TokenLimit;
import eve.contracts.simulator.universe.UniverseOptions;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The options of a simulator; change single ones with the `with` methods.
///
/// @param port 0 means any free port
/// @param errorLimit errors per minute, after which all routes answer 420; 0 means no limit
/// @param tokens the token buckets; null means none
/// @param downtime the daily downtime; null means none
public record SimulatorOptions(
        String host,
        int port,
        Clock clock,
        UniverseOptions universe,
        Latency latency,
        int errorLimit,
        @Nullable TokenLimit tokens,
        @Nullable Downtime downtime,
        Protocol protocol) {

    public SimulatorOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
        if (errorLimit < 0) {
            throw new IllegalArgumentException("errorLimit must not be negative: " + errorLimit);
        }
    }

    /// Returns the defaults: 2,000 contracts, any free port of this machine, plain HTTP/1.1, about 100 ms per
    /// answer, ESI's error limit.
    public static SimulatorOptions defaults() {
        return new SimulatorOptions(
                "127.0.0.1",
                0,
                Clock.systemUTC(),
                UniverseOptions.defaults(),
                Latency.around(Duration.ofMillis(100)),
                100,
                null,
                null,
                Protocol.plain());
    }

    public SimulatorOptions withHost(String host) {
        return new SimulatorOptions(host, port, clock, universe, latency, errorLimit, tokens, downtime, protocol);
    }

    public SimulatorOptions withPort(int port) {
        return new SimulatorOptions(host, port, clock, universe, latency, errorLimit, tokens, downtime, protocol);
    }

    public SimulatorOptions withClock(Clock clock) {
        return new SimulatorOptions(host, port, clock, universe, latency, errorLimit, tokens, downtime, protocol);
    }

    public SimulatorOptions withUniverse(UniverseOptions universe) {
        return new SimulatorOptions(host, port, clock, universe, latency, errorLimit, tokens, downtime, protocol);
    }

    public SimulatorOptions withLatency(Latency latency) {
        return new SimulatorOptions(host, port, clock, universe, latency, errorLimit, tokens, downtime, protocol);
    }

    public SimulatorOptions withErrorLimit(int errorLimit) {
        return new SimulatorOptions(host, port, clock, universe, latency, errorLimit, tokens, downtime, protocol);
    }

    public SimulatorOptions withTokens(@Nullable TokenLimit tokens) {
        return new SimulatorOptions(host, port, clock, universe, latency, errorLimit, tokens, downtime, protocol);
    }

    public SimulatorOptions withDowntime(@Nullable Downtime downtime) {
        return new SimulatorOptions(host, port, clock, universe, latency, errorLimit, tokens, downtime, protocol);
    }

    public SimulatorOptions withProtocol(Protocol protocol) {
        return new SimulatorOptions(host, port, clock, universe, latency, errorLimit, tokens, downtime, protocol);
    }

    public SimulatorOptions withSeed(long seed) {
        return withUniverse(universe.withSeed(seed));
    }

    public SimulatorOptions withContracts(int contracts) {
        return withUniverse(universe.withContracts(contracts));
    }

    public SimulatorOptions withoutLatency() {
        return withLatency(Latency.none());
    }

    /// Returns options for a universe in which only the test changes something: no new contracts, no
    /// acceptances, no bids, and no rolls that cannot be read.
    public SimulatorOptions withStillUniverse() {
        return withUniverse(universe.withContractsPerHour(0).withBidShare(0).withUnreadableRolls(0));
    }
}
