package eve.contracts.aggregator.esi;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.aggregator.Worker;
import eve.contracts.aggregator.esi.client.Hurry;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.faults.Downtime;
import eve.contracts.simulator.faults.Route;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// ESI's daily downtime is no failure of a contract: intake waits, uses up no attempt, and continues by itself.
class DowntimeTests {

    private static final int CONTRACTS = 300;
    private static final Instant BEFORE = Instant.parse("2026-03-01T10:59:50Z");
    private static final Instant OVER = Instant.parse("2026-03-01T11:15:00Z");
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(5);

    @Test
    void aQuarterOfAnHourOfDowntimeCostsNoAttemptAndNoDeadLetterAndAllIsDoneAfterwards() {
        var clock = new MovableClock(BEFORE);
        try (EsiSimulator esi = EsiSimulator.start(SimulatorOptions.defaults()
                        .withClock(clock)
                        .withContracts(CONTRACTS)
                        .withStillUniverse()
                        .withDowntime(new Downtime(LocalTime.of(11, 0), Duration.ofMinutes(15)))
                        .withoutLatency());
                Worker worker = Worker.startAt(
                        clock,
                        esi.baseUrl(),
                        "contracts.esi.probe-interval=" + PROBE_INTERVAL.toSeconds() + "s",
                        // The clock jumps; with a deadline each jump would look like slowness.
                        "contracts.intake.deadline=1d")) {
            var time = new Hurry(esi, worker, clock);
            List<Long> ids = esi.contractIds();
            worker.publish(esi, ids.subList(0, CONTRACTS / 3));
            time.passUntilAnswered(CONTRACTS / 3);
            clock.set(Instant.parse("2026-03-01T11:00:01Z"));

            worker.publish(esi, ids.subList(CONTRACTS / 3, CONTRACTS));
            time.passUntilAnswered(CONTRACTS);

            time.print();
            assertThat(clock.instant()).isAfter(OVER);
            assertThat(worker.count("contract")).isEqualTo(CONTRACTS);
            assertThat(worker.probe().read(worker.topics().deadLetters())).isEmpty();
            assertThat(worker.probe().read(worker.topics().retry(0))).isEmpty();
            assertThat(failures(worker)).isZero();
            assertThat(errors(esi, Route.ITEMS) - errors(esi, Route.STATUS))
                    .as("contracts asked for before the first of them told that ESI is down, one in each probe aside")
                    .isLessThanOrEqualTo(CONTRACTS - CONTRACTS / 3);
            assertThat(errors(esi, Route.STATUS))
                    .as("probes")
                    .isBetween(10L, Duration.between(BEFORE, OVER).dividedBy(PROBE_INTERVAL));
        }
    }

    private static long errors(EsiSimulator esi, Route route) {
        return IntStream.of(420, 502, 503, 504)
                .mapToLong(status -> esi.requests().count(route, status))
                .sum();
    }

    private static double failures(Worker worker) {
        return worker.bean(MeterRegistry.class).find("contracts.failures").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
