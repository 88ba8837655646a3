package eve.contracts.benchmark.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import eve.contracts.aggregator.AggregatorApplication;
import eve.contracts.api.ContractApiApplication;
import eve.contracts.benchmark.Scenario;
import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import eve.contracts.engines.test.TcpRelay;
import eve.contracts.model.FailureReason;
import eve.contracts.model.HeaderNames;
import eve.contracts.model.Topics;
import eve.contracts.schema.Migration;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.faults.Latency;
import eve.contracts.simulator.universe.UniverseOptions;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Publishing and a redrive, first alone, then together with many anonymous readers, readers of large dead
/// letters, and a silent failover of PostgreSQL in the middle. Both services are processes with the heap size
/// of deploy/kubernetes/base. Each process must survive, every id must be answered, and the only allowed error
/// is 503 with Retry-After.
///
/// System properties: `minutes` (10, a third of it without readers), `callers` (200), `pause` of a caller after
/// an answer in ms (0), `ids` (20000), `letters` (5000).
public final class LoadScenario implements Scenario {

    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("minutes", 10));
    private static final int CALLERS = Integer.getInteger("callers", 200);
    private static final Duration PAUSE = Duration.ofMillis(Integer.getInteger("pause", 0));
    private static final int IDS = Integer.getInteger("ids", 20_000);
    private static final int LETTERS = Integer.getInteger("letters", 5_000);
    private static final int LARGE = 30 << 20;
    private static final int LARGE_LETTERS = 20;
    private static final String NAME = "load";
    private static final String OPERATOR = basic("operator:publishes and redrives");
    private static final String READER = basic("reader:reads and no more");

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Topics topics = new Topics(NAME + "-");

    @Override
    public void run(EmbeddedKafka kafka, EmbeddedPostgresServer postgres) throws Exception {
        postgres.createDatabase(NAME);
        var url = postgres.jdbcUrl(NAME);
        Migration.main(new String[] {
            "--spring.datasource.url=" + url,
            "--spring.datasource.username=" + postgres.username(),
            "--spring.datasource.password=" + postgres.password()
        });
        var database = JdbcClient.create(new DriverManagerDataSource(url, postgres.username(), postgres.password()));
        try (var relay = TcpRelay.to(url);
                var esi = EsiSimulator.start(SimulatorOptions.defaults()
                        .withUniverse(UniverseOptions.defaults().withContracts(IDS + 2 * LETTERS))
                        .withStillUniverse()
                        .withErrorLimit(0)
                        .withLatency(Latency.fixed(Duration.ofMillis(50))))) {
            var settings = List.of(
                    "spring.datasource.url=" + url.replaceFirst(":\\d+/", ":" + relay.port() + "/"),
                    "spring.datasource.username=" + postgres.username(),
                    "spring.datasource.password=" + postgres.password(),
                    "spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                    "contracts.topics.prefix=" + NAME + "-",
                    "contracts.intake.group-id=" + NAME,
                    "contracts.esi.base-url=" + esi.baseUrl(),
                    "contracts.esi.user-agent=contract-aggregator-benchmark/1.0 (benchmark@example.org)",
                    "contracts.esi.requests-per-second=0",
                    "contracts.operator.password=publishes and redrives",
                    "contracts.reader.password=reads and no more",
                    "server.forward-headers-strategy=native");
            try (var worker = ServiceProcess.start(AggregatorApplication.class, 512, settings);
                    var api = ServiceProcess.start(ContractApiApplication.class, 384, settings)) {
                run(kafka, relay, esi.contractIds(), worker, api, database);
            }
        }
    }

    private void run(
            EmbeddedKafka kafka,
            TcpRelay relay,
            List<Long> all,
            ServiceProcess worker,
            ServiceProcess api,
            JdbcClient database)
            throws Exception {
        var ids = all.subList(0, IDS);
        send(kafka, all.subList(IDS, IDS + LETTERS), FailureReason.ESI_SERVER_ERROR);
        send(kafka, all.subList(IDS + LETTERS, IDS + 2 * LETTERS), FailureReason.STORE_FAILED);
        sendLarge(kafka);
        awaitCount(database, "dead_letter", 2 * LETTERS + LARGE_LETTERS);
        measure(api, ids.subList(0, IDS / 10), LENGTH.dividedBy(10), null);
        var quiet = measure(api, ids.subList(0, IDS / 3), LENGTH.dividedBy(3), FailureReason.ESI_SERVER_ERROR);
        System.out.println("alone: " + quiet);

        Figures loaded;
        int notReady = 0;
        try (var callers = new Callers()) {
            callers.add(CALLERS, "", api.url(), paths(database), PAUSE);
            callers.add(4, READER, api.url(), List.of(largeLetter(database) + "/value", largeLetter(database)), PAUSE);
            var measured =
                    CompletableFuture.supplyAsync(() -> measure(api, ids, LENGTH, FailureReason.STORE_FAILED), threads);
            // The redrive, at 50 a second, is half done at this time.
            ServiceProcess.pause(Duration.ofSeconds(LETTERS / 100));
            System.out.println("silent now: " + relay.silenceOpenOnes() + " connections");
            while (!measured.isDone()) {
                notReady += api.isReady() ? 0 : 1;
                ServiceProcess.pause(Duration.ofSeconds(1));
            }
            loaded = measured.join();
            System.out.println("answers to readers: " + callers.answers());
            System.out.println("answers that none should get: " + callers.unexpected());
        }
        System.out.println("beside " + CALLERS + " readers: " + loaded);
        System.out.printf(
                Locale.ROOT,
                "ratios: publishing p99 %.2f, redrive rate %.2f; looked and not ready: %d times%n",
                loaded.p99() / quiet.p99(),
                quiet.redriveSeconds() / loaded.redriveSeconds(),
                notReady);
        awaitCount(database, "contract where contract_id = any(array" + ids + ")", IDS);
        awaitCount(database, "redrive where state = 'DONE'", 2);
        System.out.printf(
                "contracts stored %d; redrives %s; alive: worker %s (at most %d MB resident), contract-api %s (%d MB)%n",
                count(database, "contract"),
                database.sql("select string_agg(id || ' ' || state, ', ') from redrive")
                        .query(String.class)
                        .single(),
                worker.process().isAlive(),
                worker.mostResident(),
                api.process().isAlive(),
                api.mostResident());
    }

    /// @param p99 of a publishing call, in milliseconds
    /// @param refused publishing calls that had to be repeated
    /// @param redriveSeconds until the last replay of 5,000 was sent
    private record Figures(double p50, double p99, double longest, int refused, double redriveSeconds) {}

    /// @param reason of the dead letters to redrive; `null` for no redrive
    private Figures measure(ServiceProcess api, List<Long> ids, Duration length, @Nullable FailureReason reason) {
        var redriven = CompletableFuture.supplyAsync(() -> reason == null ? 0.0 : redrive(api, reason), threads);
        var publishing = new Publishing();
        try {
            publishing.run(http, call(api, "/api/contract-ids"), ids, length);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new Figures(
                publishing.at(0.5), publishing.at(0.99), publishing.at(1), publishing.refused(), redriven.join());
    }

    private double redrive(ServiceProcess api, FailureReason reason) {
        var body = "{\"filter\":{\"reason\":\"%s\"},\"ratePerSecond\":50,\"note\":\"load\"}".formatted(reason);
        long start = System.nanoTime();
        JsonNode begun = json(call(api, "/api/redrives").POST(BodyPublishers.ofString(body)));
        JsonNode now = begun;
        while (now.at("/replays/sent").asLong() < LETTERS) {
            ServiceProcess.pause(Duration.ofMillis(500));
            now = json(call(api, "/api/redrives/" + begun.path("id").asString()).GET());
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private JsonNode json(HttpRequest.Builder call) {
        try {
            return JsonMapper.shared()
                    .readTree(http.send(call.build(), BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest.Builder call(ServiceProcess api, String path) {
        return HttpRequest.newBuilder(api.url().resolve(path))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", OPERATOR)
                .header("Content-Type", "application/json");
    }

    private static List<String> paths(JdbcClient database) {
        var letter = largeLetter(database);
        return List.of(
                "/api/contracts?sort=price",
                "/api/contracts?q=a&limit=200",
                "/api/contracts?type=auction&minPrice=1000000",
                "/api/contract-ids/1",
                "/api/dead-letters",
                "/api/dead-letters/summary",
                letter,
                letter + "/value");
    }

    private static String largeLetter(JdbcClient database) {
        return "/api/dead-letters/"
                + database.sql("select id from dead_letter where contract_id = 7 limit 1")
                        .query(String.class)
                        .single();
    }

    private void send(EmbeddedKafka kafka, List<Long> ids, FailureReason reason) {
        try (var producer = producer(kafka)) {
            for (long id : ids) {
                var key = Long.toString(id).getBytes(UTF_8);
                producer.send(letter(key, key, reason));
            }
        }
    }

    private void sendLarge(EmbeddedKafka kafka) {
        var value = new byte[LARGE];
        Arrays.fill(value, (byte) ' ');
        System.arraycopy("{\"contractId\":7}".getBytes(UTF_8), 0, value, 0, 16);
        try (var producer = producer(kafka)) {
            for (int each = 0; each < LARGE_LETTERS; each++) {
                producer.send(letter("7".getBytes(UTF_8), value, FailureReason.INVALID_ID));
                producer.flush();
            }
        }
    }

    private ProducerRecord<byte[], byte[]> letter(byte[] key, byte[] value, FailureReason reason) {
        var record = new ProducerRecord<>(topics.deadLetters(), key, value);
        record.headers()
                .add(HeaderNames.ORIGINAL_TOPIC, topics.contractIds().getBytes(UTF_8))
                .add(HeaderNames.ATTEMPTS, "5".getBytes(UTF_8))
                .add(HeaderNames.FAILURE_REASON, reason.name().getBytes(UTF_8));
        return record;
    }

    private static KafkaProducer<byte[], byte[]> producer(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "compression.type",
                        "lz4",
                        "max.request.size",
                        2 * LARGE,
                        "buffer.memory",
                        4L * LARGE),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void awaitCount(JdbcClient database, String from, int expected) {
        while (count(database, from) < expected) {
            ServiceProcess.pause(Duration.ofSeconds(1));
        }
    }

    private static long count(JdbcClient database, String from) {
        return database.sql("select count(*) from " + from).query(Long.class).single();
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    }
}
