package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.EventJson;
import eve.contracts.model.Topics;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Latency;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.http.Protocol;
import eve.contracts.simulator.universe.Truth;
import eve.contracts.simulator.universe.UniverseOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/// Runs the worker, a process with the heap of deploy/kubernetes, for a long time against an ESI over TLS that
/// makes all errors that others have reported, chosen by a seed, while 2 % of all calls fail throughout.
///
/// Not part of a build: `-Dsoak.minutes=30 -Dsoak.contracts=60000 -Dsoak.seed=1`.
@EnabledIfSystemProperty(named = "soak.minutes", matches = ".+", disabledReason = "takes as long as it is told to")
class SoakTests {

    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("soak.minutes", 1));
    private static final int CONTRACTS = Integer.getInteger("soak.contracts", 60_000);
    private static final long SEED = Long.getLong("soak.seed", 1);
    private static final double FAILING = 0.02;
    private static final List<String> UNREADABLE = List.of("", "nothing", "{}", "{\"contractId\":-1}", "[1]");
    /// The ids are published in this share of the time; the rest is for ids that wait for another attempt.
    private static final double PUBLISHING = 0.6;
    private static final List<Double> MARKS = List.of(1 / 6.0, 0.5, 1.0);

    @TempDir
    private Path folder;

    @Test
    void everyIdEndsInOneTrueAnswerWhateverEsiDoesAndMemoryStaysFlat() throws IOException {
        Database database = Engines.shared().createDatabase();
        var topics = new Topics(database.name() + "-");
        Path trust = folder.resolve("esi.p12");
        int port = freePort();
        try (EsiSimulator esi = EsiSimulator.start(SimulatorOptions.defaults()
                        .withUniverse(universe())
                        .withProtocol(Protocol.secure()
                                .withRequestsPerConnection(10_000)
                                .withIdle(Duration.ofSeconds(5))
                                .withTls(new Protocol.Tls(List.of(), trust)))
                        .withLatency(Latency.around(Duration.ofMillis(100))));
                var probe = new TopicProbe(Engines.shared().bootstrapServers());
                WorkerProcess worker = WorkerProcess.start(
                        port,
                        List.of(
                                "-Xmx512m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-Djavax.net.ssl.trustStore=" + trust,
                                "-Djavax.net.ssl.trustStorePassword=changeit"),
                        Worker.arguments(
                                database,
                                esi.baseUrl(),
                                "server.port=" + port,
                                "contracts.esi.retry-wait=200ms",
                                "contracts.esi.requests-per-second=0",
                                "contracts.intake.retry-delays=10s,1m,2m,5m,5m"))) {
            await().atMost(Duration.ofMinutes(1)).until(worker::isReady);
            List<Long> ids = esi.contractIds();
            readEachListing(esi, probe, topics, database);
            esi.faults().add(FaultKind.SERVER_ERROR, FAILING);
            esi.storm(SEED, true);
            UNREADABLE.forEach(value -> probe.send(topics.contractIds(), null, value.getBytes(StandardCharsets.UTF_8)));

            List<WorkerProcess.Figures> figures = publish(esi, ids, probe, topics, worker, database);
            esi.faults().clear();
            awaitAnswers(ids.size(), topics, probe, database);

            print(esi, figures);
            check(esi, ids, topics, probe);
            assertThat(figures.getLast().liveHeap())
                    .as("megabytes of live objects at the end, after %s", figures)
                    .isLessThan(figures.getFirst().liveHeap() * 3 / 2 + 50);
            assertThat(figures.getLast().threads())
                    .as("threads at the end, after %s", figures)
                    .isLessThan(figures.getFirst().threads() + 30);
            assertThat(count(esi, 420))
                    .as("times that ESI's error limit was used up")
                    .isZero();
        }
    }

    /// Nothing changes except by faults, and listings are regenerated often, so that the effect of a damaged
    /// listing is corrected within the time of the test.
    private static UniverseOptions universe() {
        return UniverseOptions.defaults()
                .withContracts(CONTRACTS)
                .withContractsPerHour(0)
                .withBidShare(0)
                .withListingAge(Duration.ofMinutes(2));
    }

    /// A listing that lacks many contracts of the previous one needs confirmation, so each is read once before
    /// the faults begin.
    private static void readEachListing(EsiSimulator esi, TopicProbe probe, Topics topics, Database database) {
        List<ProducerRecord<byte[], byte[]>> oneOfEach = esi.regionIds().stream()
                .flatMap(region -> esi.contractIds(region).stream().limit(1))
                .map(id ->
                        record(topics, new ContractIdMessage(id, esi.truth(id).regionId())))
                .toList();
        probe.send(oneOfEach);
        await().atMost(Duration.ofMinutes(2)).until(() -> answered(database) >= oneOfEach.size());
    }

    /// Publishes the ids evenly and measures at the marks.
    private static List<WorkerProcess.Figures> publish(
            EsiSimulator esi,
            List<Long> ids,
            TopicProbe probe,
            Topics topics,
            WorkerProcess worker,
            Database database) {
        List<WorkerProcess.Figures> figures = new ArrayList<>();
        long began = System.nanoTime();
        int[] published = {0};
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(LENGTH.plusMinutes(2))
                .until(() -> {
                    double passed = (System.nanoTime() - began) / (double) LENGTH.toNanos();
                    int due = (int) Math.min(ids.size(), ids.size() * passed / PUBLISHING);
                    probe.send(ids.subList(published[0], due).stream()
                            .map(id -> record(
                                    topics,
                                    new ContractIdMessage(id, esi.truth(id).regionId())))
                            .toList());
                    published[0] = due;
                    if (passed >= MARKS.get(figures.size())) {
                        figures.add(worker.figures());
                        System.out.printf(
                                "after %.1f min: %s, %d published, %d answered, %d requests, %d of them errors, %d times 420%n",
                                passed * LENGTH.toSeconds() / 60,
                                figures.getLast(),
                                due,
                                answered(database),
                                esi.requests().total(),
                                errors(esi),
                                count(esi, 420));
                    }
                    assertThat(worker.isAlive()).isTrue();
                    return figures.size() == MARKS.size();
                });
        return figures;
    }

    private static void awaitAnswers(int ids, Topics topics, TopicProbe probe, Database database) {
        await().atMost(Duration.ofMinutes(20))
                .pollInterval(Duration.ofSeconds(5))
                .untilAsserted(() -> {
                    long dead = probe.read(topics.deadLetters()).size() - UNREADABLE.size();
                    assertThat(answered(database) + dead).isGreaterThanOrEqualTo(ids);
                    assertThat(jdbc(database)
                                    .sql("select count(*) from outbox")
                                    .query(Long.class)
                                    .single())
                            .isZero();
                });
    }

    private static void check(EsiSimulator esi, List<Long> ids, Topics topics, TopicProbe probe) {
        List<ConsumerRecord<byte[], byte[]>> dead = probe.read(topics.deadLetters());
        assertThat(dead)
                .as("dead letters: %s", dead.stream().map(SoakTests::describe).toList())
                .hasSize(UNREADABLE.size());
        List<ConsumerRecord<byte[], byte[]>> events = RunChecker.once(probe.read(topics.events()));
        Set<Long> answered = new HashSet<>();
        int unrolled = 0;
        for (ConsumerRecord<byte[], byte[]> event : events) {
            JsonNode data = EventJson.mapper().readTree(event.value());
            Truth truth = esi.truth(data.path("contractId").longValue());
            assertThat(RunChecker.header(event, "ce_type"))
                    .as("what became of %s", truth.contractId())
                    .isEqualTo("contract.stored.v1");
            assertThat(answered.add(truth.contractId()))
                    .as("one answer for %s", truth.contractId())
                    .isTrue();
            if (data.path("items").valueStream().anyMatch(item -> item.has("dynamicUnavailable"))) {
                unrolled++;
            }
            RunChecker.checkWithFaults(truth, data);
        }
        System.out.printf("%d answers, %d of them say that a roll is not available%n", answered.size(), unrolled);
        assertThat(answered).containsExactlyInAnyOrderElementsOf(ids);
        // ESI always answers 500 for one roll in 500, and refuses some types while a fault hides them.
        assertThat(unrolled).as("contracts that lack a roll and say so").isLessThan(CONTRACTS / 1_000 + 5);
    }

    private static void print(EsiSimulator esi, List<WorkerProcess.Figures> figures) {
        System.out.printf("seed %d, %d contracts, %s: %s%n", SEED, CONTRACTS, LENGTH, figures);
        esi.requests().toMap().forEach((name, counts) -> System.out.println("  " + name + " " + counts));
    }

    private static String describe(ConsumerRecord<byte[], byte[]> dead) {
        return new String(dead.value(), StandardCharsets.UTF_8)
                + " " + RunChecker.header(dead, "contract-failure-reason")
                + " " + RunChecker.header(dead, "kafka_dlt-exception-message");
    }

    private static ProducerRecord<byte[], byte[]> record(Topics topics, ContractIdMessage message) {
        return new ProducerRecord<>(
                topics.contractIds(),
                Long.toString(message.contractId()).getBytes(StandardCharsets.UTF_8),
                message.write());
    }

    private static long answered(Database database) {
        return jdbc(database)
                .sql("select count(*) from answer")
                .query(Long.class)
                .single();
    }

    private static JdbcClient jdbc(Database database) {
        return JdbcClient.create(
                new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()));
    }

    private static long errors(EsiSimulator esi) {
        return Arrays.stream(new int[] {400, 401, 403, 404, 420, 500, 501, 502, 503, 504, 520})
                .mapToLong(status -> count(esi, status))
                .sum();
    }

    private static long count(EsiSimulator esi, int status) {
        return Arrays.stream(Route.values())
                .mapToLong(route -> esi.requests().count(route, status))
                .sum();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
