package eve.contracts.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.AggregatorApplication;
import eve.contracts.api.ContractApiApplication;
import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Runs both services behind a PgBouncer with one role for both, configured as deploy/README.md describes.
@ExtendWith(OutputCaptureExtension.class)
class PgBouncerTests {

    private static final int CONTRACTS = 120;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OPERATOR_PASSWORD = "of-the-operator";
    private static final List<String> SEARCHES = List.of(
            "/api/contracts",
            "/api/contracts?sort=price&type=item_exchange",
            "/api/contracts?q=m&limit=3",
            "/api/contracts?minPrice=1000&sort=-price",
            "/api/contract-ids/1",
            "/api/dead-letters",
            "/api/dead-letters/summary");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void needsPgBouncer() {
        PgBouncer.needed();
    }

    @ParameterizedTest
    @CsvSource({"session, ''", "transaction, ?prepareThreshold=0"})
    void idsAreStoredSearchedAndRedriven(String mode, String parameters, CapturedOutput output) throws Exception {
        Database database = Engines.shared().createDatabase();
        try (var esi = universe();
                var bouncer = PgBouncer.start(database, mode);
                var _ = worker(database, bouncer.jdbcUrl(database) + parameters, esi);
                var api = api(database, bouncer.jdbcUrl(database) + parameters);
                var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var direct = JdbcClient.create(
                    new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()));
            var done = new AtomicBoolean();
            var refused = IntStream.range(0, 2)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(() -> readUntil(done, api), readers))
                    .toList();

            publish(api, esi.contractIds());
            publish(database, "no id");
            await("all are stored and their events sent")
                    .atMost(PATIENCE)
                    .until(() -> count(direct, "contract") == CONTRACTS && count(direct, "outbox") == 0);
            await("the dead letter is there")
                    .atMost(PATIENCE)
                    .until(() -> get(api, "/api/dead-letters/summary").body().contains("\"deadLetters\":1"));
            assertThat(post(api, "/api/redrives", "{\"filter\":{},\"note\":\"behind a pooler\"}")
                            .statusCode())
                    .isEqualTo(202);
            await("it is replayed")
                    .atMost(PATIENCE)
                    .until(() -> get(api, "/api/redrives").body().contains("\"state\":\"DONE\""));
            done.set(true);

            assertThat(refused.stream().map(CompletableFuture::join).filter(each -> !each.isEmpty()))
                    .isEmpty();
            assertThat(get(api, "/api/contracts/" + esi.contractIds().getFirst())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(output.getAll())
                    .doesNotContain("prepared statement", "read-only transaction", "unsupported startup parameter");
        }
    }

    @Test
    void sessionsThatChangeHandsEndTheStartUnlessStatementsAreNotPreparedInThem(CapturedOutput output)
            throws Exception {
        Database database = Engines.shared().createDatabase();
        try (var esi = universe();
                var bouncer = PgBouncer.start(database, "transaction")) {
            assertThatThrownBy(() -> worker(database, bouncer.jdbcUrl(database), esi))
                    .hasStackTraceContaining("gives each transaction another session");
            assertThatThrownBy(() -> api(database, bouncer.jdbcUrl(database)))
                    .hasStackTraceContaining("gives each transaction another session");
            assertThatThrownBy(() -> worker(database, bouncer.jdbcUrl(database) + "?options=-c%20jit=off", esi))
                    .hasStackTraceContaining("unsupported startup parameter");
        }
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "Add prepareThreshold=0", "Leave the parameter out")
                .doesNotContain("\tat org.springframework");
    }

    /// @return the first unsuccessful answer, or an empty string
    private static String readUntil(AtomicBoolean done, ConfigurableApplicationContext api) {
        try {
            while (!done.get()) {
                for (String search : SEARCHES) {
                    var answer = get(api, search);
                    if (answer.statusCode() != 200) {
                        return search + ": " + answer.statusCode() + " " + answer.body();
                    }
                }
            }
            return "";
        } catch (Exception e) {
            return e.toString();
        }
    }

    private static EsiSimulator universe() {
        return EsiSimulator.start(SimulatorOptions.defaults()
                .withContracts(CONTRACTS)
                .withStillUniverse()
                .withoutLatency());
    }

    private static ConfigurableApplicationContext worker(Database database, String url, EsiSimulator esi) {
        return run(
                AggregatorApplication.application(),
                database,
                "DATABASE_URL=" + url,
                "ESI_BASE_URL=" + esi.baseUrl(),
                "ESI_USER_AGENT=contract-aggregator-tests/1 (simulated)",
                "contracts.esi.requests-per-second=0",
                "contracts.intake.retry-delays=1s,1s");
    }

    private static ConfigurableApplicationContext api(Database database, String url) {
        return run(
                ContractApiApplication.application(),
                database,
                "DATABASE_URL=" + url,
                "contracts.read.rate.calls=1000000",
                "OPERATOR_PASSWORD=" + OPERATOR_PASSWORD);
    }

    private static ConfigurableApplicationContext run(
            SpringApplicationBuilder service, Database database, String... more) {
        return service.run(Stream.concat(
                        Stream.of(
                                "DATABASE_USERNAME=" + database.username(),
                                "DATABASE_PASSWORD=" + database.password(),
                                "KAFKA_BOOTSTRAP_SERVERS=" + Engines.shared().bootstrapServers(),
                                "contracts.topics.prefix=" + database.name() + "-",
                                "spring.kafka.consumer.properties.metadata.max.age.ms=300",
                                "spring.jmx.enabled=false",
                                "server.port=0",
                                "management.server.port=0"),
                        Stream.of(more))
                .map(each -> "--" + each)
                .toArray(String[]::new));
    }

    private static void publish(ConfigurableApplicationContext api, List<Long> ids) throws Exception {
        String all = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
        assertThat(post(api, "/api/contract-ids", "{\"contractIds\":[" + all + "]}")
                        .statusCode())
                .isEqualTo(202);
    }

    private static void publish(Database database, String value) throws Exception {
        Map<String, Object> kafka = Map.of("bootstrap.servers", Engines.shared().bootstrapServers());
        try (var producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(database.name() + "-contract-ids", value.getBytes(UTF_8)))
                    .get();
        }
    }

    private static long count(JdbcClient database, String table) {
        return database.sql("select count(*) from " + table).query(Long.class).single();
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext api, String path) throws Exception {
        return HTTP.send(request(api, path).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(ConfigurableApplicationContext api, String path, String json)
            throws Exception {
        return HTTP.send(
                request(api, path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(ConfigurableApplicationContext api, String path) {
        String port = api.getEnvironment().getRequiredProperty("local.server.port");
        String login = Base64.getEncoder().encodeToString(("operator:" + OPERATOR_PASSWORD).getBytes(UTF_8));
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Basic " + login);
    }
}
