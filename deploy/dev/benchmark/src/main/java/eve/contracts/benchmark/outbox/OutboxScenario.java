package eve.contracts.benchmark.outbox;

import eve.contracts.benchmark.Scenario;
import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/// Inserts `-Devents` rows and drains them, then commits `-Drate` events a second for `-Dseconds`. With
/// `-Dtable=true` it prints the size of the relay's table and its query plan meanwhile.
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
                "| contender | drained | events/s | kept up | commit to broker p50 | p99 | max | to consumer p50 | p99 |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        List<Function<Surroundings, Contender>> contenders =
                List.of(OurRelay::new, NamastackOutbox::new, ModulithExternalization::new);
        for (int i = 0; i < contenders.size(); i++) {
            if (ONLY.isEmpty() || ONLY.contains(Integer.toString(i))) {
                Function<Surroundings, Contender> kind = contenders.get(i);
                // The first two runs warm up the contender's code.
                drain(kind.apply(Surroundings.create(kafka, postgres, "warm_drain_" + i)), EVENTS / 10);
                keepUp(kind.apply(Surroundings.create(kafka, postgres, "warm_steady_" + i)), WARM_UP);
                Contender contender = kind.apply(Surroundings.create(kafka, postgres, "drain_" + i));
                String drained = drain(contender, EVENTS);
                String keptUp = keepUp(kind.apply(Surroundings.create(kafka, postgres, "steady_" + i)), SECONDS);
                System.out.println("| " + contender.name() + " | " + drained + keptUp);
            }
        }
        System.out.println(
                "load average " + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String drain(Contender contender, int piled) throws Exception {
        contender.pileUp(events(piled));
        try (var arrivals = new Arrivals(contender.surroundings(), piled);
                var _ = TableFigures.of(contender)) {
            contender.start();
            arrivals.await(AT_MOST);
            return String.format(Locale.ROOT, "%,d | %,.0f | ", arrivals.distinct(), arrivals.rate());
        } finally {
            contender.stop();
        }
    }

    private static String keepUp(Contender contender, int seconds) throws Exception {
        double[] committed = new double[RATE * seconds];
        contender.pileUp(List.of());
        try (var arrivals = new Arrivals(contender.surroundings(), committed.length);
                var _ = TableFigures.of(contender)) {
            contender.start();
            Thread.sleep(2000);
            writeSteadily(contender, committed);
            arrivals.await(Duration.ofSeconds(30));
            double[] broker = arrivals.toBroker(committed);
            double[] consumer = arrivals.toConsumer(committed);
            return String.format(
                    Locale.ROOT,
                    "%,d | %.0f ms | %.0f ms | %.0f ms | %.0f ms | %.0f ms |",
                    arrivals.distinct(),
                    at(broker, 0.5),
                    at(broker, 0.99),
                    at(broker, 1),
                    at(consumer, 0.5),
                    at(consumer, 0.99));
        } finally {
            contender.stop();
        }
    }

    private static List<Event> events(int count) {
        List<Event> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(new Event(i, 1 + i % CONTRACTS, 1 + i / CONTRACTS));
        }
        return events;
    }

    private static void writeSteadily(Contender contender, double[] committed) throws Exception {
        long start = System.nanoTime();
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int first = writer;
            writers.add(Thread.ofPlatform().start(() -> {
                for (int i = first; i < committed.length; i += WRITERS) {
                    LockSupport.parkNanos(start + i * 1_000_000_000L / RATE - System.nanoTime());
                    contender.write(new Event(i, 1 + i % CONTRACTS, 1 + i / CONTRACTS));
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
