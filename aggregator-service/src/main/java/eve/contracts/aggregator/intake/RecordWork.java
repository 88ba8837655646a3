package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.ContractAggregation;
import eve.contracts.aggregator.Outcome;
import eve.contracts.aggregator.StorePermit;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.kafka.BoundedBytesDeserializer;
import eve.contracts.logging.SparseLog;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.FailureReason;
import eve.contracts.model.HeaderNames;
import eve.contracts.model.Traceparent;
import eve.contracts.model.UnreadableMessageException;
import io.micrometer.tracing.Tracer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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

    /// The flow of one contract, given its message, how often it has failed before, the trace it came with, and the
    /// permit to store.
    interface Aggregation {
        Outcome aggregate(ContractIdMessage message, int attempts, @Nullable Traceparent trace, StorePermit permit);
    }

    /// What the outcome for a contract depends on: only equal ones may share it. The trace is not part of it, since
    /// only the first to write an event can give it a trace.
    private record Request(ContractIdMessage message, int attempts, int tier) {}

    /// For whoever shares the work of a record that the deadline has taken.
    private static final Outcome TAKEN =
            new Outcome.Unanswered(new Verdict.Suspended("The deadline has sent the record on"));

    private final Aggregation aggregation;
    private final SameContract sameContract = new SameContract();
    private final FailureTopics failures;
    private final SparseLog defects = new SparseLog(log);

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
            var message = BoundedBytesDeserializer.isWhole(record)
                    ? String.valueOf(e.getMessage())
                    : "not readable as an id in " + record.serializedValueSize() + " bytes";
            return new Forward(() -> {
                failures.bury(record, e.reason(), e.getClass(), message);
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
        var request = new Request(message, FailedRecord.attempts(record), tier);
        return new Aggregate(request, record, sameContract.arrive(message.contractId(), request));
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

        private final Request request;
        private final ConsumerRecord<byte[], byte[]> record;
        private final SameContract.Arrival arrival;
        private final Decision decision = new Decision();
        /// Whether the broker has the record that is handed over.
        private volatile CompletableFuture<Boolean> handedOver = new CompletableFuture<>();

        Aggregate(Request request, ConsumerRecord<byte[], byte[]> record, SameContract.Arrival arrival) {
            this.request = request;
            this.record = record;
            this.arrival = arrival;
        }

        @Override
        public boolean run() throws InterruptedException {
            Outcome outcome = sameContract.work(arrival, this::aggregate);
            if (!decision.byWork()) {
                return handedOver.join();
            }
            return switch (outcome) {
                case Outcome.Answered _ -> true;
                case Outcome.Unanswered(Verdict.Suspended(var detail, var notBefore)) -> {
                    if (notBefore != null) {
                        failures.postpone(record, request.tier(), notBefore, detail);
                    }
                    yield notBefore != null;
                }
                case Outcome.Unanswered(Verdict.Retry(var reason, var detail, var notBefore)) -> {
                    failures.retry(record, request.tier(), notBefore, reason, UnfitAnswerException.class, detail);
                    yield true;
                }
                case Outcome.Unanswered(Verdict.Poison(var reason, var detail)) -> {
                    failures.bury(record, reason, UnfitAnswerException.class, detail);
                    yield true;
                }
            };
        }

        @Override
        public boolean handOver(boolean failed) throws InterruptedException {
            var sending = new CompletableFuture<Boolean>();
            handedOver = sending;
            if (!decision.byDeadline()) {
                return false;
            }
            boolean sent = false;
            try {
                sent = failed ? retryAfterDeadline() : failures.postpone(record, request.tier());
            } finally {
                if (sent) {
                    sameContract.leave(arrival, TAKEN);
                } else {
                    decision.reopen();
                }
                sending.complete(sent);
            }
            return sent;
        }

        private boolean retryAfterDeadline() throws InterruptedException {
            failures.retry(
                    record,
                    request.tier(),
                    Duration.ZERO,
                    FailureReason.DEADLINE_EXCEEDED,
                    UnfitAnswerException.class,
                    "The record held back its partition's commits for too long");
            return true;
        }

        private Outcome aggregate() {
            try {
                return aggregation.aggregate(request.message(), request.attempts(), trace(record), decision);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                defects.error(
                        e,
                        "A defect: contract {} could not be worked on",
                        request.message().contractId());
                return new Outcome.Unanswered(new Verdict.Retry(FailureReason.INTERNAL_ERROR, e.toString()));
            }
        }
    }
}
