package eve.contracts.aggregator.esi.client;

import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.Worker;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.faults.Route;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Moves the clock of simulator and application: steadily while there is work, past every pause at once, in
/// large steps when only retries in the far future are left. Counts ESI's error answers by the minute of that
/// clock.
public final class Hurry {

    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration LEAP = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int[] ERRORS = {400, 403, 404, 420, 429, 500, 502, 503, 504, 520};

    private final EsiSimulator esi;
    private final Worker worker;
    private final MovableClock clock;
    private final Map<Long, Long> errorsByMinute = new TreeMap<>();
    private final Instant began;
    private final long beganNanos = System.nanoTime();
    private long errors;
    private long asked;
    private int quietLooks;

    public Hurry(EsiSimulator esi, Worker worker, MovableClock clock) {
        this.esi = esi;
        this.worker = worker;
        this.clock = clock;
        this.began = clock.instant();
    }

    /// Runs until so many ids have an answer, and all events are sent.
    public void passUntilAnswered(int ids) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    move();
                    return quietLooks % 10 == 0
                            && worker.count("contract") + worker.count("unavailable_contract") + dead() >= ids
                            && worker.count("outbox") == 0;
                });
    }

    public void move() {
        count();
        long now = esi.requests().total();
        quietLooks = now == asked ? quietLooks + 1 : 0;
        asked = now;
        Instant open = worker.bean(EsiGovernor.class).pausedUntil();
        if (clock.instant().isBefore(open)) {
            clock.set(open);
        } else {
            clock.advance(quietLooks > 50 ? LEAP : STEP);
        }
    }

    private void count() {
        long now = Arrays.stream(ERRORS).mapToLong(this::count).sum();
        errorsByMinute.merge(clock.instant().getEpochSecond() / 60, now - errors, Long::sum);
        errors = now;
    }

    public long count(int status) {
        return Arrays.stream(Route.values())
                .mapToLong(route -> esi.requests().count(route, status))
                .sum();
    }

    public long worstMinute() {
        return errorsByMinute.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private long dead() {
        return worker.probe().read(worker.topics().deadLetters()).size();
    }

    public void print() {
        count();
        System.out.printf(
                "Took %d s, on the moved clock %d s; %d requests, %d error answers, at most %d in a minute, %d times 420%n",
                (System.nanoTime() - beganNanos) / 1_000_000_000,
                Duration.between(began, clock.instant()).toSeconds(),
                esi.requests().total(),
                errors,
                worstMinute(),
                count(420));
        System.out.printf(
                "Stored %d, unavailable %d, dead %d%n",
                worker.count("contract"), worker.count("unavailable_contract"), dead());
        esi.requests().toMap().forEach((name, counts) -> System.out.println("  " + name + " " + counts));
        worker.bean(MeterRegistry.class)
                .find("contracts.outcomes")
                .counters()
                .forEach(each -> System.out.println("  " + each.getId().getTags() + " " + (long) each.count()));
    }
}
