package eve.contracts.api.projection;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.stereotype.Component;

/// Stores the projected position of each topic in the same transaction as the projected rows: a database that
/// was restored to an earlier state continues from there. Also stores the id of the topic that the rows are
/// from (KIP-516): a recreated topic is read from its beginning, and its records are not mixed with the earlier
/// ones.
///
/// Thread-safe.
@Component
public class ProjectedTopics implements ConsumerAwareRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(ProjectedTopics.class);
    private static final int ATTEMPTS = 100;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final String ADVANCE = """
            insert into projection_position as present (consumer_group, topic, partition, topic_id, next_offset)
            values (?, ?, ?, ?, ?)
            on conflict (consumer_group, topic, partition) do update
            set topic_id = excluded.topic_id, next_offset = excluded.next_offset
            """;

    private final KafkaAdmin kafka;
    private final JdbcTemplate jdbc;
    private final JdbcClient database;
    private final ProjectionProperties properties;
    private final MeterRegistry meters;
    private final Map<TopicPartition, Assigned> assigned = new ConcurrentHashMap<>();

    ProjectedTopics(
            KafkaAdmin kafka,
            JdbcTemplate jdbc,
            JdbcClient database,
            ProjectionProperties properties,
            MeterRegistry meters) {
        this.kafka = kafka;
        this.jdbc = jdbc;
        this.database = database;
        this.properties = properties;
        this.meters = meters;
    }

    private record Assigned(String group, String topicId) {}

    private record Position(TopicPartition partition, String topicId, long offset) {}

    /// Handles the rows of an earlier topic of the same name.
    public interface Replacement {

        /// @param topic the name of the topic
        /// @param earlier the id of the topic that no longer exists
        void of(String topic, String earlier);
    }

    /// Seeks to the stored positions; a partition without a stored position keeps the position of the consumer
    /// group.
    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        var group = consumer.groupMetadata().groupId();
        var ids = topicIds(partitions);
        partitions.forEach(partition -> assigned.put(
                partition, new Assigned(group, Objects.requireNonNull(ids.get(partition.topic()), partition.topic()))));
        var unknown = new HashSet<>(partitions);
        for (var position : positions(group)) {
            if (!unknown.remove(position.partition())) {
                continue;
            }
            if (position.topicId().equals(ids.get(position.partition().topic()))) {
                consumer.seek(position.partition(), position.offset());
            } else {
                consumer.seekToBeginning(List.of(position.partition()));
            }
        }
        unknown.forEach(partition -> patiently(() -> jdbc.update(
                ADVANCE + " where false",
                group,
                partition.topic(),
                partition.partition(),
                ids.get(partition.topic()),
                consumer.position(partition))));
    }

    /// Returns the first offset of each partition that is not projected yet.
    public Map<TopicPartition, Long> projected() {
        return Stream.of("-dead-letters", "-retries")
                .flatMap(projection -> read(properties.groupId() + projection).stream())
                .collect(Collectors.toMap(Position::partition, Position::offset));
    }

    /// Stores that the records are projected. To be called within the transaction that projects them, before it
    /// writes anything.
    ///
    /// @param replacement handles the rows of an earlier topic; called at most once, by one replica
    public void advance(List<ConsumerRecord<byte[], byte[]>> records, Replacement replacement) {
        var next = new TreeMap<String, Object[]>();
        for (var record : records) {
            var at = Objects.requireNonNull(
                    assigned.get(new TopicPartition(record.topic(), record.partition())), "assigned before");
            next.put(
                    record.topic() + "-" + record.partition(),
                    new Object[] {at.group(), record.topic(), record.partition(), at.topicId(), record.offset() + 1});
        }
        var topics = new TreeMap<String, String>();
        next.values().forEach(each -> topics.put((String) each[1], (String) each[3]));
        topics.forEach((topic, id) -> replaceIfOther(topic, id, replacement));
        jdbc.batchUpdate(ADVANCE, new ArrayList<>(next.values()));
    }

    private void replaceIfOther(String topic, String id, Replacement replacement) {
        var kept = database.sql("select topic_id from projected_topic where topic = :topic")
                .param("topic", topic)
                .query(String.class)
                .optional();
        if (kept.filter(id::equals).isPresent()) {
            return;
        }
        database.sql("insert into projected_topic (topic, topic_id) values (:topic, :id) on conflict do nothing")
                .param("topic", topic)
                .param("id", id)
                .update();
        var before = database.sql("select topic_id from projected_topic where topic = :topic for update")
                .param("topic", topic)
                .query(String.class)
                .single();
        if (!before.equals(id)) {
            log.warn("{} was deleted and made again: what was read of it before is kept apart", topic);
            meters.counter("projection.topics.replaced").increment();
            replacement.of(topic, before);
            database.sql("update projected_topic set topic_id = :id where topic = :topic")
                    .param("topic", topic)
                    .param("id", id)
                    .update();
        }
    }

    private Map<String, String> topicIds(Collection<TopicPartition> partitions) {
        var names = partitions.stream().map(TopicPartition::topic).collect(Collectors.toCollection(HashSet::new));
        return patiently(() -> kafka.describeTopics(names.toArray(String[]::new)).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, topic -> topic.getValue().topicId().toString())));
    }

    private List<Position> positions(String group) {
        return patiently(() -> read(group));
    }

    private List<Position> read(String group) {
        return database.sql("select topic, partition, topic_id, next_offset from projection_position"
                        + " where consumer_group = :group")
                .param("group", group)
                .query((row, _) -> new Position(
                        new TopicPartition(row.getString("topic"), row.getInt("partition")),
                        row.getString("topic_id"),
                        row.getLong("next_offset")))
                .list();
    }

    /// Repeats a question until it is answered: without the answer, the projection would read from a wrong
    /// position.
    private static <T> T patiently(Supplier<T> question) {
        for (int attempt = 1; ; attempt++) {
            try {
                return question.get();
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                log.warn("It cannot be found out yet from where to project: {}", e.toString());
                try {
                    Thread.sleep(PAUSE);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }
}
