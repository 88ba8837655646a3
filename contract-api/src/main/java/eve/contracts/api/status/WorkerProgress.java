package eve.contracts.api.status;

import eve.contracts.api.problems.ProblemException;
import eve.contracts.api.problems.ProblemKind;
import eve.contracts.model.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/// Reads the worker's progress on `contract-ids` and each retry tier: its committed offsets, cached for one
/// second. A failure of Kafka is cached as long: one call waits for the timeout, and the calls behind it fail
/// at once.
@Component
public class WorkerProgress implements DisposableBean {

    /// Used for `contract-ids` where a tier is expected.
    public static final int NO_TIER = -1;

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int PATIENCE_SECONDS = 3;

    private final KafkaAdmin kafka;
    private final Topics topics;
    private final String groupId;
    private final Map<Integer, Known<Map<TopicPartition, OffsetAndMetadata>>> tiers = new HashMap<>();

    /// Created when first needed: the service starts without Kafka.
    private @Nullable Admin admin;

    WorkerProgress(KafkaAdmin kafka, Topics topics, WorkerProperties worker) {
        this.kafka = kafka;
        this.topics = topics;
        this.groupId = worker.group(topics);
    }

    /// @param failure why there is no value
    private record Known<T>(@Nullable T value, @Nullable Exception failure, Instant at) {

        T get() {
            if (value == null) {
                throw outOfReach(failure);
            }
            return value;
        }
    }

    /// Returns whether the worker has processed everything up to this record.
    ///
    /// @throws ProblemException 503 when Kafka does not answer
    boolean hasPassed(IdHistory.Wait wait) {
        return wait.offset() < committed(wait.tier(), wait.partition());
    }

    /// Returns whether the worker has processed everything up to this record; `false` for a record on a topic
    /// that was deleted.
    ///
    /// @throws ProblemException 503 when Kafka does not answer
    boolean hasPassed(IdHistory.Publication record) {
        var offset = known(NO_TIER).get(new TopicPartition(topics.contractIds(), record.partition()));
        return offset != null && isOf(record.topicId(), offset) && record.offset() < offset.offset();
    }

    /// Returns the first offset of the tier's partition that the worker has not processed.
    long committed(int tier, int partition) {
        var offset = known(tier).get(new TopicPartition(topics.retry(tier), partition));
        return offset == null ? 0 : offset.offset();
    }

    /// Returns the current id of the topic `contract-ids`.
    ///
    /// @throws ProblemException 503 when Kafka does not answer
    String topicId() {
        return asked(asking -> get(asking.describeTopics(List.of(topics.contractIds()))
                        .allTopicNames())
                .values()
                .iterator()
                .next()
                .topicId()
                .toString());
    }

    private synchronized Map<TopicPartition, OffsetAndMetadata> known(int tier) {
        var group = tier == NO_TIER ? groupId : groupId + "-retry-" + tier;
        var known = fresh(
                tiers.get(tier),
                asking -> get(asking.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
        tiers.put(tier, known);
        return known.get();
    }

    private <T> Known<T> fresh(@Nullable Known<T> known, Question<T> question) {
        if (known != null && !known.at().plus(FRESH).isBefore(Instant.now())) {
            return known;
        }
        try {
            return new Known<>(question.ask(admin()), null, Instant.now());
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return new Known<>(null, e, Instant.now());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw outOfReach(e);
        }
    }

    /// The worker's progress on all topics, and the end offsets of the tiers and the dead letter topic, read
    /// after it.
    ///
    /// @param topicId the id of `contract-ids`; `null` where there is no such topic
    /// @param ends the end offset of each partition
    public record Mark(@Nullable String topicId, List<Passed> passed, Map<TopicPartition, Long> ends) {}

    /// @param tier the tier, or [#NO_TIER]
    /// @param firstOpen the first offset that the worker has not processed
    public record Passed(int tier, int partition, long firstOpen) {}

    /// @throws ProblemException 503 when Kafka does not answer
    public Mark mark() {
        return asked(asking -> {
            var descriptions =
                    get(asking.describeTopics(followed(get(asking.listTopics().names())))
                            .allTopicNames());
            var groups = new HashMap<String, ListConsumerGroupOffsetsSpec>();
            groups.put(groupId, new ListConsumerGroupOffsetsSpec());
            var ends = new HashMap<TopicPartition, OffsetSpec>();
            descriptions.forEach((name, description) -> {
                if (!name.equals(topics.contractIds())) {
                    description
                            .partitions()
                            .forEach(each -> ends.put(new TopicPartition(name, each.partition()), OffsetSpec.latest()));
                }
                if (tier(name) >= 0) {
                    groups.put(groupId + "-retry-" + tier(name), new ListConsumerGroupOffsetsSpec());
                }
            });
            var passed = new ArrayList<Passed>();
            get(asking.listConsumerGroupOffsets(groups).all())
                    .values()
                    .forEach(offsets -> offsets.forEach((at, offset) -> {
                        var description = descriptions.get(at.topic());
                        if (offset != null
                                && description != null
                                && isOf(description.topicId().toString(), offset)) {
                            passed.add(new Passed(tier(at.topic()), at.partition(), offset.offset()));
                        }
                    }));
            var contractIds = descriptions.get(topics.contractIds());
            return new Mark(
                    contractIds == null ? null : contractIds.topicId().toString(), passed, offsets(asking, ends));
        });
    }

    /// Returns whether the tables have all records that were in the tiers and the dead letter topic when the
    /// mark was taken.
    ///
    /// @param projected the first offset of each partition that the tables do not have
    /// @throws ProblemException 503 when Kafka does not answer
    public boolean isProjected(Mark mark, Map<TopicPartition, Long> projected) {
        var behind = new HashMap<TopicPartition, OffsetSpec>();
        mark.ends().forEach((at, end) -> {
            if (projected.getOrDefault(at, 0L) < end) {
                behind.put(at, OffsetSpec.earliest());
            }
        });
        // Records that retention has deleted are not waited for.
        return asked(asking -> offsets(asking, behind)).entrySet().stream()
                .allMatch(begin -> begin.getValue() >= mark.ends().getOrDefault(begin.getKey(), 0L));
    }

    private List<String> followed(Set<String> names) {
        return names.stream()
                .filter(name ->
                        name.equals(topics.contractIds()) || name.equals(topics.deadLetters()) || tier(name) >= 0)
                .toList();
    }

    /// Returns [#NO_TIER] for other topics.
    private int tier(String topic) {
        var prefix = topics.contractIds() + "-retry-";
        var number = topic.startsWith(prefix) ? topic.substring(prefix.length()) : "";
        return number.matches("\\d{1,3}") ? Integer.parseInt(number) : NO_TIER;
    }

    /// Returns whether the offset was committed for this topic, and not for an earlier topic of the same name.
    private static boolean isOf(String topicId, OffsetAndMetadata offset) {
        return offset.metadata().isEmpty() || offset.metadata().equals(topicId);
    }

    private static Map<TopicPartition, Long> offsets(Admin asking, Map<TopicPartition, OffsetSpec> of)
            throws ExecutionException, TimeoutException, InterruptedException {
        var offsets = new HashMap<TopicPartition, Long>();
        if (!of.isEmpty()) {
            get(asking.listOffsets(of).all()).forEach((at, offset) -> offsets.put(at, offset.offset()));
        }
        return offsets;
    }

    private interface Question<T> {
        T ask(Admin admin) throws ExecutionException, TimeoutException, InterruptedException;
    }

    private <T> T asked(Question<T> question) {
        return fresh(null, question).get();
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(kafka.getConfigurationProperties());
        }
        return admin;
    }

    private static ProblemException outOfReach(@Nullable Exception cause) {
        return new ProblemException(
                        ProblemKind.KAFKA_UNAVAILABLE, "Kafka does not say what still waits; try again", cause)
                .retryAfter(5);
    }

    @Override
    public synchronized void destroy() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
