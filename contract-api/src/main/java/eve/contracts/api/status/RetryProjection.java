package eve.contracts.api.status;

import eve.contracts.api.projection.ProjectedTopics;
import eve.contracts.api.projection.RecordHeaders;
import eve.contracts.kafka.BoundedBytesDeserializer;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Projects the records of all retry tiers into the table, and removes those that the worker passed long ago.
@Component
class RetryProjection {

    private static final Logger log = LoggerFactory.getLogger(RetryProjection.class);

    private static final String INSERT = """
            insert into retry_record (tier, partition, log_offset, contract_id, attempts, due_at, recorded_at)
            values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
            """;

    /// Records that were passed recently are kept for a while: their next record may not be projected yet.
    private static final String TRIM = """
            delete from retry_record where tier = :tier and partition = :partition and log_offset < :committed
                and recorded_at < now() - interval '10 minutes'
            """;

    private final JdbcTemplate jdbc;
    private final JdbcClient database;
    private final WorkerProgress worker;
    private final ProjectedTopics topics;
    private final TransactionTemplate transaction;

    RetryProjection(
            JdbcTemplate jdbc,
            JdbcClient database,
            WorkerProgress worker,
            ProjectedTopics topics,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.database = database;
        this.worker = worker;
        this.topics = topics;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// Keeps only the headers and the id of each record, so that one poll can return many records.
    @KafkaListener(
            groupId = "${contracts.projection.group-id:contract-api}-retries",
            properties = {BoundedBytesDeserializer.KEEP + "=0", "max.poll.records=200"},
            topicPattern = "#{T(java.util.regex.Pattern).quote(@topics.prefix())}contract-ids-retry-\\d{1,3}")
    void project(List<ConsumerRecord<byte[], byte[]>> records) {
        var rows = new ArrayList<Object[]>();
        for (var record : records) {
            var read = new RecordHeaders(record);
            var contractId = read.contractId();
            if (contractId != null) {
                rows.add(new Object[] {
                    tier(record.topic()),
                    record.partition(),
                    record.offset(),
                    contractId,
                    read.attempts(),
                    read.dueAt().atOffset(ZoneOffset.UTC),
                    read.recordedAt().atOffset(ZoneOffset.UTC)
                });
            }
        }
        transaction.executeWithoutResult(_ -> {
            topics.advance(
                    records,
                    (topic, _) -> database.sql("delete from retry_record where tier = :tier")
                            .param("tier", tier(topic))
                            .update());
            jdbc.batchUpdate(INSERT, rows);
        });
    }

    @Scheduled(fixedRate = 1, timeUnit = TimeUnit.MINUTES)
    void trim() {
        try {
            database.sql("select distinct tier, partition from retry_record")
                    .query((row, _) -> new int[] {row.getInt("tier"), row.getInt("partition")})
                    .list()
                    .forEach(place -> database.sql(TRIM)
                            .param("tier", place[0])
                            .param("partition", place[1])
                            .param("committed", worker.committed(place[0], place[1]))
                            .update());
        } catch (RuntimeException e) {
            log.warn("What no longer waits could not be taken out, which is tried again: {}", e.toString());
        }
    }

    private static int tier(String topic) {
        return Integer.parseInt(topic.substring(topic.lastIndexOf('-') + 1));
    }
}
