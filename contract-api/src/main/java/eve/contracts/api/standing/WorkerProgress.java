package eve.contracts.api.standing;

import eve.contracts.model.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/// Knows how far the worker is with each retry tier: its committed offsets, at most a second old. That Kafka does not
/// say is known as long: one call waits for it, and those behind it do not wait once more each.
@Component
class WorkerProgress implements DisposableBean {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int PATIENCE_SECONDS = 3;

    private final KafkaAdmin kafka;
    private final Topics topics;
    private final String groupId;
    private final Map<Integer, Known> tiers = new HashMap<>();

    /// Made when it is first needed: the service starts without Kafka.
    private @Nullable Admin admin;

    WorkerProgress(KafkaAdmin kafka, Topics topics, WorkerProperties worker) {
        this.kafka = kafka;
        this.topics = topics;
        this.groupId = worker.group(topics);
    }

    /// @param failure why nothing is committed as far as is known
    private record Known(
            Map<TopicPartition, OffsetAndMetadata> committed,
            @Nullable Exception failure,
            Instant at) {}

    /// Whether everything up to this record has been dealt with.
    ///
    /// @throws ErrorResponseException 503 when Kafka does not say
    boolean hasPassed(Traces.Wait wait) {
        return wait.offset() < committed(wait.tier(), wait.partition());
    }

    /// The first offset of the tier's partition that the worker is not done with.
    synchronized long committed(int tier, int partition) {
        var known = tiers.get(tier);
        if (known == null || known.at().plus(FRESH).isBefore(Instant.now())) {
            known = ask(tier);
            tiers.put(tier, known);
        }
        if (known.failure() != null) {
            throw outOfReach(known.failure());
        }
        var offset = known.committed().get(new TopicPartition(topics.retry(tier), partition));
        return offset == null ? 0 : offset.offset();
    }

    private Known ask(int tier) {
        try {
            if (admin == null) {
                admin = Admin.create(kafka.getConfigurationProperties());
            }
            var committed = admin.listConsumerGroupOffsets(groupId + "-retry-" + tier)
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Known(committed, null, Instant.now());
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return new Known(Map.of(), e, Instant.now());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw outOfReach(e);
        }
    }

    private static ErrorResponseException outOfReach(Exception cause) {
        var status = HttpStatus.SERVICE_UNAVAILABLE;
        var problem = ProblemDetail.forStatusAndDetail(status, "Kafka does not say what still waits; try again");
        var failure = new ErrorResponseException(status, problem, cause);
        failure.getHeaders().set(HttpHeaders.RETRY_AFTER, "5");
        return failure;
    }

    @Override
    public synchronized void destroy() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
