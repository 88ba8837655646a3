package eve.contracts.local;

import eve.contracts.aggregator.intake.IntakeProperties;
import eve.contracts.model.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Reads the figures from outside: offsets from Kafka, counts from PostgreSQL. Costs three requests and a
/// query.
final class FiguresReader implements AutoCloseable {

    private static final String COUNTS = """
            select (select count(*) from contract) as stored,
                (select count(*) from outbox) as pending,
                (select coalesce(sum(version), 0)::bigint from contract) + (select count(*) from unavailable_contract)
                    - (select count(*) from outbox) as events,
                (select count(*) from region_listing where last_modified is not null) as listings
            """;

    private final Topics topics;
    private final Map<String, String> topicOfGroup = new HashMap<>();
    private final Admin kafka;
    private final SingleConnectionDataSource connection;
    private final JdbcClient database;
    private final Map<TopicPartition, OffsetSpec> partitions;

    /// Requires that the topics exist.
    ///
    /// @param intake the worker's running configuration
    FiguresReader(Engines engines, Topics topics, IntakeProperties intake) throws InterruptedException {
        this.topics = topics;
        topicOfGroup.put(intake.group(topics), topics.contractIds());
        for (int tier = 0; tier < intake.retryDelays().size(); tier++) {
            topicOfGroup.put(intake.group(topics) + "-retry-" + tier, topics.retry(tier));
        }
        kafka = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, engines.kafka().bootstrapServers()));
        connection = new SingleConnectionDataSource(
                engines.jdbcUrl(),
                engines.postgres().username(),
                engines.postgres().password(),
                true);
        database = JdbcClient.create(connection);
        try {
            partitions = partitions();
        } catch (ExecutionException e) {
            close();
            throw new IllegalStateException("Kafka does not tell its topics", e);
        }
    }

    private record Counts(long stored, long pending, long events, long listings) {}

    Figures read() throws InterruptedException, ExecutionException {
        // Read before the end offsets: a record that is committed in between must not make the lag negative.
        Map<TopicPartition, Long> committed = committed();
        Counts counts = database.sql(COUNTS).query(Counts.class).single();
        Map<TopicPartition, Long> ends = ends();
        return new Figures(
                Instant.now(),
                sum(ends, topics.contractIds()::equals),
                waiting(ends, committed, topics.contractIds()::equals),
                waiting(ends, committed, topic -> !topic.equals(topics.contractIds())),
                sum(ends, topics.deadLetters()::equals),
                counts.stored(),
                counts.pending(),
                counts.events(),
                counts.listings());
    }

    /// Returns a contract for the examples.
    Optional<Long> openContract() {
        return database.sql("select contract_id from contract where status = 'OPEN' order by contract_id desc limit 1")
                .query(Long.class)
                .optional();
    }

    private Map<TopicPartition, OffsetSpec> partitions() throws ExecutionException, InterruptedException {
        List<String> all = new ArrayList<>(topicOfGroup.values());
        all.add(topics.deadLetters());
        all.add(topics.events());
        return kafka.describeTopics(all).allTopicNames().get().values().stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions().size())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        return kafka.listOffsets(partitions).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        (Map.Entry<TopicPartition, ListOffsetsResultInfo> end) ->
                                end.getValue().offset()));
    }

    private Map<TopicPartition, Long> committed() throws ExecutionException, InterruptedException {
        Map<String, ListConsumerGroupOffsetsSpec> groups = topicOfGroup.keySet().stream()
                .collect(Collectors.toMap(group -> group, _ -> new ListConsumerGroupOffsetsSpec()));
        Map<TopicPartition, Long> committed = new HashMap<>();
        Collection<Map<TopicPartition, OffsetAndMetadata>> answers =
                kafka.listConsumerGroupOffsets(groups).all().get().values();
        answers.forEach(each -> each.forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset.offset());
            }
        }));
        return committed;
    }

    private static long sum(Map<TopicPartition, Long> offsets, Predicate<String> topic) {
        return offsets.entrySet().stream()
                .filter(each -> topic.test(each.getKey().topic()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private long waiting(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> committed, Predicate<String> topic) {
        return ends.entrySet().stream()
                .filter(each -> topicOfGroup.containsValue(each.getKey().topic()))
                .filter(each -> topic.test(each.getKey().topic()))
                .mapToLong(each -> each.getValue() - committed.getOrDefault(each.getKey(), 0L))
                .sum();
    }

    @Override
    public void close() {
        kafka.close();
        connection.destroy();
    }
}
