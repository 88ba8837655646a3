package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.ContractAggregation;
import eve.contracts.aggregator.Outcome;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.FailureReason;
import eve.contracts.model.UnreadableMessageException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/// Deals with one record: reads it, has its contract aggregated, and sends it on when that failed. A record counts as
/// dealt
/// with only once the broker has acknowledged where it went.
@Component
class RecordWork {

    private static final Logger log = LoggerFactory.getLogger(RecordWork.class);
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(1);

    private final ContractAggregation aggregation;
    private final KafkaTemplate<byte[], byte[]> kafka;
    private final RetryRoute route;
    private final Clock clock;
    private final MeterRegistry meters;

    RecordWork(
            ContractAggregation aggregation,
            KafkaTemplate<byte[], byte[]> kafka,
            RetryRoute route,
            Clock clock,
            MeterRegistry meters) {
        this.aggregation = aggregation;
        this.kafka = kafka;
        this.route = route;
        this.clock = clock;
        this.meters = meters;
    }

    /// @param tier where the record comes from, [RetryRoute#FRESH] for `contract-ids`
    /// @return `false` when the record has to wait for ESI or the database, no attempt being spent
    boolean isDone(ConsumerRecord<byte[], byte[]> record, int tier) throws InterruptedException {
        ContractIdMessage message;
        try {
            message = ContractIdMessage.read(record.value());
        } catch (UnreadableMessageException e) {
            send(record, route.deadLetter(), e.reason(), e.getClass(), String.valueOf(e.getMessage()));
            return true;
        }
        return switch (aggregate(message, record)) {
            case Outcome.Answered _ -> true;
            case Outcome.Unanswered(Verdict.Suspended _) -> false;
            case Outcome.Unanswered(Verdict.Retry(var reason, var detail, var notBefore)) -> {
                send(record, route.afterFailure(tier, notBefore), reason, UnfitAnswerException.class, detail);
                yield true;
            }
            case Outcome.Unanswered(Verdict.Poison(var reason, var detail)) -> {
                send(record, route.deadLetter(), reason, UnfitAnswerException.class, detail);
                yield true;
            }
        };
    }

    private Outcome aggregate(ContractIdMessage message, ConsumerRecord<byte[], byte[]> record) {
        try {
            return aggregation.aggregate(message, FailedRecord.attempts(record));
        } catch (RuntimeException e) {
            log.error("A defect: contract {} could not be worked on", message.contractId(), e);
            return new Outcome.Unanswered(new Verdict.Retry(FailureReason.INTERNAL_ERROR, e.toString()));
        }
    }

    /// Until the broker has the record: one that cannot be sent on must not be acknowledged either.
    private void send(
            ConsumerRecord<byte[], byte[]> record,
            RetryRoute.Next next,
            FailureReason reason,
            Class<?> exception,
            String message)
            throws InterruptedException {
        Instant dueAt = next.delay() == null ? null : clock.instant().plus(next.delay());
        ProducerRecord<byte[], byte[]> onward =
                new FailedRecord(record).to(next.topic(), reason, exception.getName(), message, dueAt);
        while (true) {
            try {
                kafka.send(onward).get();
                meters.counter("contracts.failures", "reason", reason.name(), "to", dueAt == null ? "dead" : "retry")
                        .increment();
                return;
            } catch (ExecutionException | RuntimeException e) {
                log.warn("A record could not be sent to {} and is sent again: {}", next.topic(), e.toString());
                Thread.sleep(BROKER_PATIENCE);
            }
        }
    }
}
