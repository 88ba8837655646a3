package eve.contracts.api.status;

import eve.contracts.api.projection.ProjectedTopics;
import eve.contracts.logging.SparseLog;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Keeps the records of `contract-ids` that were published over HTTP and are not answered yet. A record is
/// removed once the worker has passed it and the tables have its retry or dead letter, if any. A record of a
/// topic that was deleted and recreated is removed too: the worker will never read it.
@Component
public class PendingIds {

    private static final Logger log = LoggerFactory.getLogger(PendingIds.class);

    private static final String ADD = """
            insert into pending_id (partition, log_offset, topic_id, contract_id, published_at)
            select partition, log_offset, :topicId, contract_id, :at
            from unnest(:partitions, :offsets, :ids) as published(partition, log_offset, contract_id)
            on conflict (partition, log_offset) do update set topic_id = excluded.topic_id,
                contract_id = excluded.contract_id, published_at = excluded.published_at
            """;

    private static final String SETTLE = """
            delete from pending_id using unnest(:partitions, :offsets) as passed(partition, first_open)
            where topic_id = :topicId and pending_id.partition = passed.partition and log_offset < first_open
            """;

    private final JdbcClient database;
    private final WorkerProgress worker;
    private final Milestones milestones;
    private final SparseLog failures = new SparseLog(log);
    private final ReentrantLock settling = new ReentrantLock();
    private volatile @Nullable String lastTopic;

    PendingIds(JdbcClient database, WorkerProgress worker, ProjectedTopics topics) {
        this.database = database;
        this.worker = worker;
        this.milestones = new Milestones(worker, topics);
    }

    /// The positions of ids on `contract-ids`: the same index in each array is one record.
    public record Records(long[] ids, int[] partitions, long[] offsets) {}

    /// @param topicId the id of the records' topic, as [#topicId()] returns it
    /// @param at a time before they were published
    public void add(Records records, String topicId, Instant at) {
        database.sql(ADD)
                .param("topicId", topicId)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("partitions", records.partitions())
                .param("offsets", records.offsets())
                .param("ids", records.ids())
                .update();
    }

    /// Returns the id of the topic `contract-ids` (KIP-516).
    ///
    /// @throws org.springframework.web.ErrorResponseException 503 when Kafka does not answer
    public String topicId() {
        return worker.topicId();
    }

    /// Removes the records that were published before this time, answered or not.
    public void forget(Instant before) {
        database.sql("delete from pending_id where published_at < :before")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }

    @Scheduled(fixedRate = 500, timeUnit = TimeUnit.MILLISECONDS)
    void settle() {
        if (!settling.tryLock()) {
            return;
        }
        try {
            if (database.sql("select exists (select from pending_id)")
                    .query(Boolean.class)
                    .single()) {
                var reached = milestones.next();
                if (reached != null && reached.topicId() != null) {
                    settle(reached, reached.topicId());
                }
            }
        } catch (RuntimeException e) {
            failures.warn(
                    "Published ids stay pending until it is known how far the worker is: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
        } finally {
            settling.unlock();
        }
    }

    private void settle(WorkerProgress.Mark mark, String topicId) {
        var passed = mark.passed().stream()
                .filter(each -> each.tier() == WorkerProgress.NO_TIER)
                .toList();
        database.sql(SETTLE)
                .param("topicId", topicId)
                .param(
                        "partitions",
                        passed.stream()
                                .mapToInt(WorkerProgress.Passed::partition)
                                .toArray())
                .param(
                        "offsets",
                        passed.stream()
                                .mapToLong(WorkerProgress.Passed::firstOpen)
                                .toArray())
                .update();
        if (!topicId.equals(lastTopic)) {
            forgetOthers(topicId);
            lastTopic = topicId;
        }
    }

    /// Repeats the removal: another replica may since have added a record with the id of the earlier topic.
    @Scheduled(fixedRate = 1, timeUnit = TimeUnit.MINUTES)
    void forgetOthers() {
        var topicId = lastTopic;
        if (topicId != null) {
            forgetOthers(topicId);
        }
    }

    private void forgetOthers(String topicId) {
        database.sql("delete from pending_id where topic_id <> :topicId")
                .param("topicId", topicId)
                .update();
    }
}
