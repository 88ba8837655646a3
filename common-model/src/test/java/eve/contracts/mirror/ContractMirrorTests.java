package eve.contracts.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.model.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// However often events arrive, the mirror has each contract's last state and notifies once for each event.
class ContractMirrorTests {

    private static final int CONTRACTS = 5;
    private static final int VERSIONS = 4;
    private static final String KAFKA = Engines.shared().bootstrapServers();

    private final Database database = Engines.shared().createDatabase();
    private final String topic = database.name() + "-contract-events";
    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private final ContractMirror mirror = new ContractMirror(source);

    @BeforeEach
    void prepare() throws Exception {
        source.setUrl(database.jdbcUrl());
        source.setUser(database.username());
        source.setPassword(database.password());
        try (Connection connection = source.getConnection();
                var create = connection.createStatement()) {
            create.execute(ContractMirror.TABLES);
        }
        try (var admin = Admin.create(Map.of("bootstrap.servers", KAFKA))) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        }
    }

    @Test
    void eventsThatAreRepeatedChangeNothing() throws Exception {
        List<ProducerRecord<byte[], byte[]>> events = events();
        send(events);
        send(events);

        try (var consumer = consumer()) {
            followUntilEnd(consumer);
        }

        everythingIsThereOnce();
    }

    @Test
    void rewindingChangesNothing() throws Exception {
        send(events());
        try (var consumer = consumer()) {
            followUntilEnd(consumer);
            consumer.seekToBeginning(consumer.assignment());
            followUntilEnd(consumer);
        }

        everythingIsThereOnce();
    }

    @Test
    void whoDiesBeforeTheOffsetsAreCommittedHandlesEventsAgainAndChangesNothing() throws Exception {
        send(events());
        int handled = 0;
        try (var dying = consumer()) {
            while (handled == 0) {
                for (var event : dying.poll(Duration.ofMillis(200))) {
                    mirror.handle(event);
                    handled++;
                }
            }
        }

        try (var next = consumer()) {
            followUntilEnd(next);
        }

        everythingIsThereOnce();
    }

    private void everythingIsThereOnce() throws SQLException {
        assertThat(longs("select version from mirrored_contract where (data ->> 'version')::bigint = version"))
                .hasSize(CONTRACTS)
                .containsOnly((long) VERSIONS);
        assertThat(longs("select count(*) from notification group by contract_id, version"))
                .hasSize(CONTRACTS * VERSIONS)
                .containsOnly(1L);
    }

    /// Returns the events in the order of the relay: each contract's in order of version.
    private List<ProducerRecord<byte[], byte[]>> events() {
        var events = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (int version = 1; version <= VERSIONS; version++) {
            for (int contract = 1; contract <= CONTRACTS; contract++) {
                var event = new ProducerRecord<>(
                        topic, bytes(Integer.toString(contract)), bytes("{\"version\":%d}".formatted(version)));
                event.headers()
                        .add(HeaderNames.EVENT_ID, bytes(UUID.randomUUID().toString()))
                        .add(HeaderNames.CONTRACT_VERSION, bytes(Integer.toString(version)));
                events.add(event);
            }
        }
        return events;
    }

    private static void send(List<ProducerRecord<byte[], byte[]>> events) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (var event : events) {
                producer.send(event);
            }
            producer.flush();
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(ContractMirror.SETTINGS);
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, KAFKA);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, database.name());
        var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    private void followUntilEnd(KafkaConsumer<byte[], byte[]> consumer) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).pollInSameThread().until(() -> {
            mirror.follow(consumer);
            var partitions = consumer.assignment();
            return partitions.size() == 2
                    && consumer.endOffsets(partitions).entrySet().stream()
                            .allMatch(end -> consumer.position(end.getKey()) == end.getValue());
        });
    }

    private List<Long> longs(String query) throws SQLException {
        var values = new ArrayList<Long>();
        try (Connection connection = source.getConnection();
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getLong(1));
            }
        }
        return values;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
