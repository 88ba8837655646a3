package eve.contracts.benchmark.outbox;

import eve.contracts.benchmark.Scenario;
import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/// `-Devents` rows are piled up and drained, then `-Drate` events a second are committed for `-Dseconds`.
public final class OutboxScenario implements Scenario {

    private static final int EVENTS = Integer.getInteger("events", 200_000);
    private static final int CONTRACTS = Integer.getInteger("contracts", 20_000);
    private static final int RATE = Integer.getInteger("rate", 1_000);
    private static final int SECONDS = Integer.getInteger("seconds", 30);
    private static final Duration AT_MOST = Duration.ofSeconds(Integer.getInteger("drain.seconds", 90));
    private static final String ONLY = System.getProperty("only", "");
    private static final int WRITERS = 4;
    private static final int WARM_UP = 5;

    @Override
    public void run(EmbeddedKafka kafka, EmbeddedPostgresServer postgres) throws Exception {
        System.out.println(
                "| contender | drained | events/s | commit to broker p50 | p99 | max | to consumer p50 | p99 |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        List<Function<Surroundings, Contender>> contenders =
                List.of(OurRelay::new, NamastackOutbox::new, ModulithExternalization::new);
        for (int i = 0; i < contenders.size(); i++) {
            if (ONLY.isEmpty() || ONLY.contains(Integer.toString(i))) {
                // The first round warms the contender's code up.
                measure(contenders.get(i), Surroundings.create(kafka, postgres, "warm_up_" + i), EVENTS / 10, false);
                measure(contenders.get(i), Surroundings.create(kafka, postgres, "contender_" + i), EVENTS, true);
            }
        }
        System.out.println(
                "load average " + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static void measure(
            Function<Surroundings, Contender> kind, Surroundings surroundings, int piled, boolean inEarnest)
            throws Exception {
        Contender contender = kind.apply(surroundings);
        int seconds = inEarnest ? SECONDS : WARM_UP;
        contender.pileUp(events(piled));
        String drained;
        try (var arrivals = new Arrivals(surroundings, piled)) {
            contender.start();
            arrivals.await(AT_MOST);
            drained = "%,d | %,.0f".formatted(arrivals.distinct(), arrivals.rate());
            if (arrivals.distinct() < piled && inEarnest) {
                System.out.printf("%s drained too few in %s%n", contender.name(), AT_MOST);
            }
        }
        double[] committed = new double[RATE * seconds];
        try (var arrivals = new Arrivals(surroundings, committed.length)) {
            Thread.sleep(1000);
            writeSteadily(contender, committed, piled / CONTRACTS + 1);
            arrivals.await(Duration.ofSeconds(20));
            double[] broker = arrivals.toBroker(committed);
            double[] consumer = arrivals.toConsumer(committed);
            if (inEarnest) {
                System.out.printf(
                        "| %s | %s | %.0f ms | %.0f ms | %.0f ms | %.0f ms | %.0f ms |%n",
                        contender.name(),
                        drained,
                        at(broker, 0.5),
                        at(broker, 0.99),
                        at(broker, 1),
                        at(consumer, 0.5),
                        at(consumer, 0.99));
            }
        }
        contender.stop();
    }

    private static List<Event> events(int count) {
        List<Event> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(new Event(i, 1 + i % CONTRACTS, 1 + i / CONTRACTS));
        }
        return events;
    }

    private static void writeSteadily(Contender contender, double[] committed, int firstVersion) throws Exception {
        long start = System.nanoTime();
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int first = writer;
            writers.add(Thread.ofPlatform().start(() -> {
                for (int i = first; i < committed.length; i += WRITERS) {
                    LockSupport.parkNanos(start + i * 1_000_000_000L / RATE - System.nanoTime());
                    contender.write(new Event(i, 1 + i % CONTRACTS, firstVersion + i / CONTRACTS));
                    Instant now = Instant.now();
                    committed[i] = now.getEpochSecond() * 1000.0 + now.getNano() / 1e6;
                }
            }));
        }
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private static double at(double[] sorted, double part) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, sorted.length * part)];
    }
}
