package eve.contracts.aggregator.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Relays are killed, paused past their leases and started, and the broker is restarted, while events are
/// committed. With `-Doutbox.chaos.contracts=20000 -Doutbox.chaos.per-second=2000` there are 200,000 events.
///
/// A relay has one round of at most a batch in flight, and deletes it before it sends the next. So a kill or a
/// pause repeats at most one batch, and a restart of the broker at most one for each relay.
class RelayChaosTests {

    private static final int RELAYS = 3;
    private static final int WRITERS = 4;
    private static final int VERSIONS = 10;
    private static final int CONTRACTS = Integer.getInteger("outbox.chaos.contracts", 2_000);
    private static final int PER_SECOND = Integer.getInteger("outbox.chaos.per-second", 1_000);
    private static final long SEED = Long.getLong("outbox.chaos.seed", 1);
    private static final int BATCH = 1_000;
    private static final String TOPIC = "contract-events";

    private final List<RelayProcess> relays = new ArrayList<>();
    private int kills;
    private int pauses;
    private int restarts;

    @Test
    void noEventIsLostOrOvertakenWhoeverDiesOrPauses() throws Exception {
        try (var kafka = EmbeddedKafka.options().start();
                var postgres = EmbeddedPostgresServer.options().start()) {
            createTopic(kafka);
            List<String> arguments = new ArrayList<>(RelayApplication.arguments(
                    postgres.jdbcUrl(), postgres.username(), postgres.password(), kafka.bootstrapServers(), ""));
            arguments.add("--contracts.outbox.batch-size=" + BATCH);
            arguments.add("--spring.datasource.hikari.maximum-pool-size=3");
            RelayApplication.run(with(arguments, "--contracts.outbox.enabled=false"))
                    .close();
            arguments.add("--spring.liquibase.enabled=false");
            for (int i = 0; i < RELAYS; i++) {
                relays.add(RelayProcess.start(arguments));
            }
            try {
                writeAndDisturb(kafka, postgres, arguments);
                var jdbc = JdbcClient.create(
                        new DriverManagerDataSource(postgres.jdbcUrl(), postgres.username(), postgres.password()));
                await().atMost(Duration.ofMinutes(2))
                        .untilAsserted(() -> assertThat(jdbc.sql("select count(*) from outbox")
                                        .query(Long.class)
                                        .single())
                                .isZero());
            } finally {
                relays.forEach(RelayProcess::kill);
            }
            check(Arrivals.read(kafka.bootstrapServers(), TOPIC, "read_uncommitted"), "read_uncommitted");
            check(Arrivals.read(kafka.bootstrapServers(), TOPIC, "read_committed"), "read_committed");
        }
    }

    private void check(Arrivals arrivals, String isolation) {
        int most = BATCH * (kills + pauses + RELAYS * restarts);
        System.out.printf(
                "%s: %d events, %d kills, %d pauses, %d restarts: lost %d, out of order %d, repeats %d of at most %d%n",
                isolation,
                CONTRACTS * VERSIONS,
                kills,
                pauses,
                restarts,
                CONTRACTS * VERSIONS - arrivals.distinct(),
                arrivals.outOfOrder(),
                arrivals.repeats(),
                most);
        assertThat(arrivals.distinct()).isEqualTo(CONTRACTS * VERSIONS);
        assertThat(arrivals.outOfOrder()).isZero();
        assertThat(arrivals.repeats()).isLessThanOrEqualTo(most);
    }

    private void writeAndDisturb(EmbeddedKafka kafka, EmbeddedPostgresServer postgres, List<String> arguments)
            throws Exception {
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<Integer>> written = new ArrayList<>();
            int share = CONTRACTS / WRITERS;
            for (int i = 0; i < WRITERS; i++) {
                written.add(writers.submit(new EventWriter(
                        postgres.jdbcUrl(),
                        postgres.username(),
                        postgres.password(),
                        1 + i * share,
                        share,
                        VERSIONS,
                        PER_SECOND / WRITERS)));
            }
            var random = new Random(SEED);
            Duration whole = Duration.ofSeconds(CONTRACTS * VERSIONS / PER_SECOND);
            long start = System.nanoTime();
            while (written.stream().anyMatch(each -> !each.isDone()) || restarts < 2) {
                int victim = random.nextInt(RELAYS);
                if (restarts < 2 && System.nanoTime() - start > whole.toNanos() / 3 * (restarts + 1)) {
                    restarts++;
                    kafka.stop();
                    kafka.start();
                } else if (random.nextBoolean()) {
                    kills++;
                    relays.get(victim).kill();
                    relays.set(victim, RelayProcess.start(arguments));
                } else {
                    pauses++;
                    relays.get(victim).pause();
                    Thread.sleep(RelayApplication.LEASE.plusMillis(500 + random.nextInt(1500)));
                    relays.get(victim).resume();
                }
                Thread.sleep(random.nextInt(1500));
            }
            for (Future<Integer> each : written) {
                each.get();
            }
        }
    }

    private static List<String> with(List<String> arguments, String one) {
        List<String> all = new ArrayList<>(arguments);
        all.add(one);
        return all;
    }

    private static void createTopic(EmbeddedKafka kafka) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 6, (short) 1))).all().get();
        }
    }
}
