package eve.contracts.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import eve.contracts.api.ContractApiApplication;
import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.model.HeaderNames;
import eve.contracts.model.Topics;
import eve.contracts.schema.MigratedDatabase;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Runs the service in this process, with one dead letter.
final class RunningApi implements AutoCloseable {

    private static final String PASSWORD = "operates all of it";
    private static final String READER_PASSWORD = "reads and no more";

    private final ConfigurableApplicationContext context;

    RunningApi() throws Exception {
        var database = MigratedDatabase.create();
        var topics = new Topics(database.name() + "-");
        prepare(topics);
        context = ContractApiApplication.application()
                .run(Stream.concat(
                                login(database).stream(),
                                Stream.of(
                                                "spring.kafka.bootstrap-servers="
                                                        + Engines.shared().bootstrapServers(),
                                                "contracts.topics.prefix=" + topics.prefix(),
                                                "contracts.operator.password=" + PASSWORD,
                                                "contracts.reader.password=" + READER_PASSWORD,
                                                "server.port=0",
                                                "management.server.port=0")
                                        .map(property -> "--" + property))
                        .toArray(String[]::new));
    }

    private static List<String> login(Database database) {
        return List.of(
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password());
    }

    private static void prepare(Topics topics) throws Exception {
        Map<String, Object> kafka = Map.of("bootstrap.servers", Engines.shared().bootstrapServers());
        try (var admin = Admin.create(kafka);
                var producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(Stream.of(topics.contractIds(), topics.deadLetters(), topics.retry(0))
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
            var letter = new ProducerRecord<byte[], byte[]>(topics.deadLetters(), "123".getBytes(UTF_8));
            letter.headers().add(HeaderNames.FAILURE_REASON, "ESI_SERVER_ERROR".getBytes(UTF_8));
            letter.headers().add(HeaderNames.ATTEMPTS, "5".getBytes(UTF_8));
            producer.send(letter).get();
        }
    }

    JdbcClient sql() {
        return context.getBean(JdbcClient.class);
    }

    ApiClient anonymous() {
        var client = new ApiClient();
        client.updateBaseUri("http://localhost:"
                + Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
        return client;
    }

    ApiClient operator() {
        return as("operator:" + PASSWORD);
    }

    ApiClient reader() {
        return as("reader:" + READER_PASSWORD);
    }

    private ApiClient as(String login) {
        var basic = "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
        return anonymous().setRequestInterceptor(request -> request.header("Authorization", basic));
    }

    @Override
    public void close() {
        context.close();
    }
}
