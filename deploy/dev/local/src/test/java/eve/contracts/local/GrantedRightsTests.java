package eve.contracts.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.AggregatorApplication;
import eve.contracts.api.ContractApiApplication;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Runs the services with the rights that deploy/kubernetes grants, on a broker and a database that deny all
/// others.
@ExtendWith(OutputCaptureExtension.class)
class GrantedRightsTests {

    private static final int CONTRACTS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /// An id that no contract has.
    private static final long UNKNOWN = 1;

    private static final String OPERATOR_PASSWORD = "of-the-operator";
    /// The consumer groups of both services.
    private static final List<String> LISTENERS = List.of(
            "contract-aggregator",
            "contract-aggregator-retry-0",
            "contract-aggregator-retry-1",
            "contract-aggregator-retry-2",
            "contract-aggregator-retry-3",
            "contract-api-dead-letters",
            "contract-api-retries");

    private static final byte[] UNREADABLE = "no id".getBytes(UTF_8);

    @Test
    void whatIsGrantedIsEnoughForAllThatTheServicesDoAndNotForMore(CapturedOutput output) throws Exception {
        try (var engines = new GuardedEngines();
                var esi = universe();
                var _ = worker(engines, esi);
                var api = api(engines)) {
            var database = engines.database("contracts_reader");
            long troubled = esi.contractIds().getFirst();
            String submitted = post(api, "/api/contract-ids", "{\"contractIds\":[" + troubled + "]}");
            assertThat(submitted).contains("\"published\":1");
            send(engines.asAdmin(), "contract-ids", UNREADABLE);

            await("every contract is stored, the one that was retried too, and its event is sent")
                    .atMost(PATIENCE)
                    .until(() -> count(database, "contract") == CONTRACTS && count(database, "outbox") == 0);
            await("the dead letter is seen")
                    .atMost(PATIENCE)
                    .until(() -> get(api, "/api/dead-letters/summary").contains("\"deadLetters\":1"));
            assertThat(ends(engines, "contract-ids-retry-0"))
                    .as("records in the first retry tier")
                    .isPositive();
            post(api, "/api/redrives", "{\"filter\":{},\"note\":\"rights\"}");
            await("the dead letter is replayed")
                    .atMost(PATIENCE)
                    .until(() -> get(api, "/api/redrives").contains("\"state\":\"DONE\""));
            assertThat(get(api, "/api/contract-ids/" + troubled)).contains("STORED");
            try (var admin = Admin.create(engines.as("aggregator-service"))) {
                admin.fenceProducers(List.of("contract-events-relay-of-another-0"))
                        .all()
                        .get();
            }

            try (var admin = Admin.create(engines.as("autoscaler"))) {
                var partition = new TopicPartition("contract-ids", 0);
                assertThat(admin.listConsumerGroupOffsets("contract-aggregator")
                                .partitionsToOffsetAndMetadata()
                                .get())
                        .isNotEmpty();
                assertThat(admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                                .all()
                                .get())
                        .isNotEmpty();
                assertThat(admin.describeTopics(List.of("contract-ids"))
                                .allTopicNames()
                                .get())
                        .isNotEmpty();
            }

            assertThat(refusals(output)).isEmpty();
            assertThatThrownBy(() -> send(engines.as("autoscaler"), "contract-ids", UNREADABLE))
                    .hasRootCauseInstanceOf(AuthorizationException.class);
            assertThatThrownBy(() -> send(engines.as("contract-api"), "contract-events", UNREADABLE))
                    .hasRootCauseInstanceOf(TopicAuthorizationException.class);
            assertThatThrownBy(() -> send(engines.as("contract-api"), "contract-ids-dlt", UNREADABLE))
                    .hasRootCauseInstanceOf(TopicAuthorizationException.class);
            try (var admin = Admin.create(engines.as("aggregator-service"))) {
                assertThatThrownBy(() -> admin.deleteTopics(List.of("contract-ids-dlt"))
                                .all()
                                .get())
                        .hasRootCauseInstanceOf(TopicAuthorizationException.class);
            }
            assertThat(refusals(output)).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void rightsThatAreMissingForAWhileEndNoListener(CapturedOutput output) throws Exception {
        try (var engines = new GuardedEngines();
                var esi = universe();
                var _ = worker(engines, esi);
                var api = api(engines)) {
            var database = engines.database("contracts_reader");
            await().atMost(PATIENCE).until(() -> count(database, "contract") == CONTRACTS);

            await("each group has a member")
                    .atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(ExecutionException.class)
                    .until(() -> members(engines).values().stream().noneMatch(Set::isEmpty));
            var before = members(engines);
            engines.revoke();
            await("all listeners of both services are refused")
                    .atMost(PATIENCE)
                    .until(() -> LISTENERS.stream().allMatch(group -> isRefused(output, group)));
            engines.grant();

            await("each group has a new member")
                    .atMost(PATIENCE)
                    .until(() -> members(engines).entrySet().stream()
                            .noneMatch(group -> before.getOrDefault(group.getKey(), Set.of())
                                    .containsAll(group.getValue())));
            post(api, "/api/contract-ids", "{\"contractIds\":[" + UNKNOWN + "]}");
            send(engines.asAdmin(), "contract-ids", UNREADABLE);
            await("what is sent now has its answer and its event")
                    .atMost(PATIENCE)
                    .until(() -> get(api, "/api/dead-letters/summary").contains("\"deadLetters\":1")
                            && get(api, "/api/contract-ids/" + UNKNOWN).contains("UNAVAILABLE")
                            && count(database, "outbox") == 0);
        }
    }

    /// Returns the refusals in the broker's log.
    private static List<String> refusals(CapturedOutput output) {
        return output.getOut()
                .lines()
                .filter(line -> line.contains("is Denied operation"))
                .toList();
    }

    /// Returns the members by group.
    private static Map<String, Set<String>> members(GuardedEngines engines) throws Exception {
        try (var admin = Admin.create(engines.asAdmin())) {
            return admin.describeConsumerGroups(LISTENERS).all().get().values().stream()
                    .collect(Collectors.toMap(
                            ConsumerGroupDescription::groupId,
                            group -> group.members().stream()
                                    .map(MemberDescription::consumerId)
                                    .collect(Collectors.toSet())));
        }
    }

    private static long ends(GuardedEngines engines, String topic) throws Exception {
        try (var admin = Admin.create(engines.asAdmin())) {
            var partitions = IntStream.range(0, 6)
                    .boxed()
                    .collect(Collectors.toMap(number -> new TopicPartition(topic, number), _ -> OffsetSpec.latest()));
            return admin.listOffsets(partitions).all().get().values().stream()
                    .mapToLong(ListOffsetsResultInfo::offset)
                    .sum();
        }
    }

    private static boolean isRefused(CapturedOutput output, String group) {
        return refusals(output).stream().anyMatch(line -> line.contains("Group:LITERAL:" + group + " "));
    }

    private static EsiSimulator universe() {
        return EsiSimulator.start(SimulatorOptions.defaults()
                .withContracts(CONTRACTS)
                .withStillUniverse()
                .withoutLatency());
    }

    private static ConfigurableApplicationContext worker(GuardedEngines engines, EsiSimulator esi) {
        String items = "/contracts/public/items/" + esi.contractIds().getFirst() + "?page=1";
        esi.respond(items, 3, 500, Map.of(), new byte[0]);
        String regions = esi.regionIds().stream().map(String::valueOf).collect(Collectors.joining(","));
        return run(
                AggregatorApplication.application(),
                engines,
                "contracts_writer",
                "aggregator-service",
                "ESI_BASE_URL=" + esi.baseUrl(),
                "ESI_USER_AGENT=contract-aggregator-tests/1 (simulated)",
                "contracts.discovery.regions=" + regions,
                "contracts.intake.retry-delays=1s,1s,1s,1s");
    }

    private static ConfigurableApplicationContext api(GuardedEngines engines) {
        return run(
                ContractApiApplication.application(),
                engines,
                "contracts_api",
                "contract-api",
                "OPERATOR_PASSWORD=" + OPERATOR_PASSWORD);
    }

    private static ConfigurableApplicationContext run(
            SpringApplicationBuilder service, GuardedEngines engines, String role, String user, String... more) {
        List<String> settings = new ArrayList<>(engines.properties(role));
        settings.add(engines.login(user));
        settings.add("spring.kafka.admin.auto-create=false");
        settings.add("spring.liquibase.enabled=false");
        settings.add("spring.jmx.enabled=false");
        settings.add("logging.level.kafka.authorizer.logger=INFO");
        settings.add("server.port=0");
        settings.add("management.server.port=0");
        settings.addAll(List.of(more));
        return service.run(settings.stream().map(each -> "--" + each).toArray(String[]::new));
    }

    private static void send(Map<String, Object> login, String topic, byte[] value) throws Exception {
        try (var producer = new KafkaProducer<>(login, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static long count(JdbcClient database, String table) {
        return database.sql("select count(*) from " + table).query(Long.class).single();
    }

    private static String get(ConfigurableApplicationContext api, String path) throws Exception {
        return answer(request(api, path));
    }

    private static String post(ConfigurableApplicationContext api, String path, String json) throws Exception {
        return answer(request(api, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static HttpRequest.Builder request(ConfigurableApplicationContext api, String path) {
        String port = api.getEnvironment().getRequiredProperty("local.server.port");
        String login = Base64.getEncoder().encodeToString(("operator:" + OPERATOR_PASSWORD).getBytes(UTF_8));
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Basic " + login);
    }

    private static String answer(HttpRequest.Builder request) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
            return answer.body();
        }
    }
}
