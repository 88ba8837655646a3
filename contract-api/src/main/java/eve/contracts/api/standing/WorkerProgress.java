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

/// Knows how far the worker is with each retry tier: its committed offsets, at most a second old.
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
        this.groupId = worker.groupId();
    }

    private record Known(Map<TopicPartition, OffsetAndMetadata> committed, Instant at) {}

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
            known = new Known(ask(tier), Instant.now());
            tiers.put(tier, known);
        }
        var offset = known.committed().get(new TopicPartition(topics.retry(tier), partition));
        return offset == null ? 0 : offset.offset();
    }

    private Map<TopicPartition, OffsetAndMetadata> ask(int tier) {
        try {
            if (admin == null) {
                admin = Admin.create(kafka.getConfigurationProperties());
            }
            return admin.listConsumerGroupOffsets(groupId + "-retry-" + tier)
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw outOfReach(e);
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
