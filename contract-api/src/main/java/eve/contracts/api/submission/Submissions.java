package eve.contracts.api.submission;

import eve.contracts.api.reading.ReadingDatabase.Reading;
import eve.contracts.api.status.IdStatus;
import eve.contracts.api.status.IdStatusReader;
import eve.contracts.api.status.PendingIds;
import eve.contracts.schema.Columns;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.ErrorResponseException;

/// Keeps the ids that each call published, so that they can be followed for a while.
@Repository
class Submissions {

    private static final Logger log = LoggerFactory.getLogger(Submissions.class);
    private static final int MOST_NAMED = 1_000;

    private static final String ADD =
            "insert into submission (id, submitted_at, ids, contract_ids) values (:id, :at, :count, :ids)";

    /// Counts ten more ids for each row, for its own size.
    private static final String TRIM = """
            delete from submission where submitted_at < :before or submitted_at <= (
                select max(submitted_at) from (
                    select submitted_at, sum(ids + 10) over (order by submitted_at desc) as kept from submission) latest
                where kept > :most)
            """;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final JdbcClient reading;
    private final IdStatusReader standings;
    private final PendingIds pending;
    private final SubmissionProperties properties;

    Submissions(
            JdbcClient database,
            PlatformTransactionManager transactions,
            @Reading JdbcClient reading,
            IdStatusReader standings,
            PendingIds pending,
            SubmissionProperties properties) {
        this.database = database;
        this.transaction = new TransactionTemplate(transactions);
        this.reading = reading;
        this.standings = standings;
        this.pending = pending;
        this.properties = properties;
    }

    /// Saves the submission. If this fails, the ids are still published; they only cannot be followed.
    ///
    /// @param at a time before they were published
    /// @param together runs in the same transaction
    /// @return whether the submission can be followed
    boolean add(UUID id, PendingIds.Records records, Instant at, Runnable together) {
        try {
            var topicId = pending.topicId();
            transaction.executeWithoutResult(_ -> {
                pending.add(records, topicId, at);
                database.sql(ADD)
                        .param("id", id)
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .param("count", records.ids().length)
                        .param("ids", records.ids())
                        .update();
                together.run();
            });
            return true;
        } catch (DataAccessException | TransactionException | ErrorResponseException e) {
            log.warn(
                    "{} ids are published and cannot be followed: {}",
                    records.ids().length,
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
            return false;
        }
    }

    private record Submitted(Instant at, Long[] ids) {}

    Optional<Submission> find(UUID id) {
        return reading.sql("select submitted_at, contract_ids from submission where id = :id")
                .param("id", id)
                .query((row, _) -> new Submitted(Columns.instant(row, "submitted_at"), (Long[])
                        row.getArray("contract_ids").getArray()))
                .optional()
                .map(submitted -> submission(id, submitted));
    }

    private Submission submission(UUID id, Submitted submitted) {
        var all = standings.of(Arrays.asList(submitted.ids()));
        var statuses = new EnumMap<IdStatus.Status, Long>(IdStatus.Status.class);
        for (var status : IdStatus.Status.values()) {
            statuses.put(status, 0L);
        }
        all.forEach(standing -> statuses.merge(
                standing.publishedAt() == null ? standing.status() : IdStatus.Status.PENDING, 1L, Long::sum));
        var unanswered = all.stream()
                .filter(standing -> !standing.hasAnswer())
                .map(IdStatus::contractId)
                .toList();
        return new Submission(
                id,
                submitted.at(),
                all.size(),
                unanswered.isEmpty(),
                statuses,
                unanswered.stream().limit(MOST_NAMED).toList(),
                unanswered.size() > MOST_NAMED ? true : null);
    }

    @Scheduled(initialDelay = 1, fixedRate = 5, timeUnit = TimeUnit.MINUTES)
    void trim() {
        try {
            var before = Instant.now().minus(properties.keep()).atOffset(ZoneOffset.UTC);
            database.sql(TRIM)
                    .param("before", before)
                    .param("most", properties.keepIds())
                    .update();
            pending.forget(database.sql("select coalesce(min(submitted_at), :before) from submission")
                    .param("before", before)
                    .query(OffsetDateTime.class)
                    .single()
                    .toInstant());
        } catch (DataAccessException e) {
            log.warn("Submissions of long ago are deleted later: {}", e.toString());
        }
    }
}
