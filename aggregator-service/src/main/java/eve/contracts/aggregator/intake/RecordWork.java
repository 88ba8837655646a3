package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.ContractAggregation;
import eve.contracts.aggregator.Outcome;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.FailureReason;
import eve.contracts.model.HeaderNames;
import eve.contracts.model.Traceparent;
import eve.contracts.model.UnreadableMessageException;
import io.micrometer.tracing.Tracer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Deals with records: reads one, has its contract aggregated, and sends it on when that failed. A record counts as
/// dealt with only once the broker has acknowledged where it went.
@Component
class RecordWork {

    private static final Logger log = LoggerFactory.getLogger(RecordWork.class);

    /// The flow of one contract, given its message, how often it has failed before and the trace it came with.
    interface Aggregation {
        Outcome aggregate(ContractIdMessage message, int attempts, @Nullable Traceparent trace);
    }

    private final Aggregation aggregation;
    private final SameContract sameContract = new SameContract();
    private final FailureTopics failures;

    @Autowired
    RecordWork(ContractAggregation aggregation, FailureTopics failures, Tracer tracer) {
        this(new TracedAggregation(aggregation::aggregate, tracer), failures);
    }

    RecordWork(Aggregation aggregation, FailureTopics failures) {
        this.aggregation = aggregation;
        this.failures = failures;
    }

    /// Begins with a record; to be called in order of arrival.
    ///
    /// @param tier where the record comes from, [RetryRoute#FRESH] for `contract-ids`
    Job begin(ConsumerRecord<byte[], byte[]> record, int tier) {
        try {
            if (failures.isEarly(record, tier)) {
                return new Forward(() -> failures.waitOn(record, tier));
            }
            ContractIdMessage message = ContractIdMessage.read(record.value());
            return tier == RetryRoute.FRESH && FailedRecord.isLowPriority(record)
                    ? new MakeWay(message, record)
                    : aggregate(message, record, tier);
        } catch (UnreadableMessageException e) {
            return new Forward(() -> {
                failures.bury(record, e.reason(), e.getClass(), String.valueOf(e.getMessage()));
                return true;
            });
        }
    }

    private static @Nullable Traceparent trace(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(HeaderNames.TRACEPARENT);
        return header == null || header.value() == null
                ? null
                : Traceparent.read(header.value()).orElse(null);
    }

    private Job aggregate(ContractIdMessage message, ConsumerRecord<byte[], byte[]> record, int tier) {
        return new Aggregate(message, record, tier, sameContract.arrive(message.contractId()));
    }

    private interface Sending {
        boolean send() throws InterruptedException;
    }

    /// A record that needs no work before it is sent elsewhere.
    private record Forward(Sending sending) implements Job {
        @Override
        public boolean run() throws InterruptedException {
            return sending.send();
        }

        @Override
        public boolean handOver(boolean failed) {
            return false;
        }
    }

    /// Of low priority: goes to the first tier, or, should it be too large for it, is worked on here.
    private final class MakeWay implements Job {

        private final ContractIdMessage message;
        private final ConsumerRecord<byte[], byte[]> record;
        private volatile @Nullable Job instead;

        MakeWay(ContractIdMessage message, ConsumerRecord<byte[], byte[]> record) {
            this.message = message;
            this.record = record;
        }

        @Override
        public boolean run() throws InterruptedException {
            if (failures.makeWay(record)) {
                return true;
            }
            Job work = aggregate(message, record, RetryRoute.FRESH);
            instead = work;
            return work.run();
        }

        @Override
        public boolean handOver(boolean failed) throws InterruptedException {
            Job work = instead;
            return work != null && work.handOver(failed);
        }
    }

    private final class Aggregate implements Job {

        private final ContractIdMessage message;
        private final ConsumerRecord<byte[], byte[]> record;
        private final int tier;
        private final SameContract.Turn turn;
        /// Who has it decides what becomes of the record: the end of the work, or the deadline.
        private final AtomicBoolean decided = new AtomicBoolean();
        /// Whether the broker has the record that was handed over.
        private final CompletableFuture<Boolean> handedOver = new CompletableFuture<>();

        Aggregate(ContractIdMessage message, ConsumerRecord<byte[], byte[]> record, int tier, SameContract.Turn turn) {
            this.message = message;
            this.record = record;
            this.tier = tier;
            this.turn = turn;
        }

        @Override
        public boolean run() throws InterruptedException {
            Outcome outcome = sameContract.work(message.contractId(), turn, this::aggregate);
            boolean suspended = outcome instanceof Outcome.Unanswered(Verdict.Suspended _);
            if (suspended ? decided.get() : !decided.compareAndSet(false, true)) {
                return handedOver.join();
            }
            if (suspended) {
                return outcome instanceof Outcome.Unanswered(Verdict.Suspended why) && why.route() && setAside();
            }
            switch (outcome) {
                case Outcome.Answered _, Outcome.Unanswered(Verdict.Suspended _) -> {}
                case Outcome.Unanswered(Verdict.Retry(var reason, var detail, var notBefore)) ->
                    failures.retry(record, tier, notBefore, reason, UnfitAnswerException.class, detail);
                case Outcome.Unanswered(Verdict.Poison(var reason, var detail)) ->
                    failures.bury(record, reason, UnfitAnswerException.class, detail);
            }
            return true;
        }

        @Override
        public boolean handOver(boolean failed) throws InterruptedException {
            if (!decided.compareAndSet(false, true)) {
                return false;
            }
            boolean sent = false;
            try {
                sent = failed ? retryAfterDeadline() : failures.postpone(record, tier);
            } finally {
                handedOver.complete(sent);
            }
            return sent;
        }

        /// Only one route of ESI is down: others get the place.
        private boolean setAside() throws InterruptedException {
            return handOver(false) || decided.get() && handedOver.join();
        }

        private boolean retryAfterDeadline() throws InterruptedException {
            failures.retry(
                    record,
                    tier,
                    Duration.ZERO,
                    FailureReason.DEADLINE_EXCEEDED,
                    UnfitAnswerException.class,
                    "The record held back its partition's commits for too long");
            return true;
        }

        private Outcome aggregate() {
            try {
                return aggregation.aggregate(message, FailedRecord.attempts(record), trace(record));
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                log.error("A defect: contract {} could not be worked on", message.contractId(), e);
                return new Outcome.Unanswered(new Verdict.Retry(FailureReason.INTERNAL_ERROR, e.toString()));
            }
        }
    }
}
