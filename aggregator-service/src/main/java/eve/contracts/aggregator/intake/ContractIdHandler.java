package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.ContractAggregation;
import eve.contracts.aggregator.Outcome;
import eve.contracts.aggregator.StorePermit;
import eve.contracts.aggregator.esi.client.EsiGovernor;
import eve.contracts.aggregator.intake.consumer.RecordHandler;
import eve.contracts.aggregator.intake.consumer.RecordTask;
import eve.contracts.aggregator.intake.retry.DueTime;
import eve.contracts.aggregator.intake.retry.Failure;
import eve.contracts.aggregator.intake.retry.FailureHeaders;
import eve.contracts.aggregator.intake.retry.RetryPublisher;
import eve.contracts.aggregator.intake.retry.RetryRoute;
import eve.contracts.aggregator.intake.retry.Source;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.kafka.BoundedBytesDeserializer;
import eve.contracts.logging.SparseLog;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.FailureReason;
import eve.contracts.model.HeaderNames;
import eve.contracts.model.Traceparent;
import eve.contracts.model.UnreadableMessageException;
import io.micrometer.tracing.Tracer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Handles the records of `contract-ids` and of the retry tiers: reads the id, runs the flow of its contract,
/// and sends the record on when that failed. A record is done only after the broker has acknowledged the record
/// that replaces it.
@Component
class ContractIdHandler {

    private static final Logger log = LoggerFactory.getLogger(ContractIdHandler.class);

    /// The flow of one contract.
    interface Aggregation {
        /// @param attempts how often the id has failed before
        /// @param trace the trace of the id's record
        /// @param permit to hold while the contract is stored
        Outcome aggregate(ContractIdMessage message, int attempts, @Nullable Traceparent trace, StorePermit permit);
    }

    /// Everything that the outcome depends on: only equal requests may share one. The trace is not part of it,
    /// because only the first that writes an event can give it a trace.
    private record Request(ContractIdMessage message, int attempts, Source source) {}

    /// For records that share the work of a record that was handed over.
    private static final Outcome HANDED_OVER =
            new Outcome.Unanswered(new Verdict.Suspended("The deadline has sent the record on"));

    private final Aggregation aggregation;
    private final ContractSingleFlight singleFlight = new ContractSingleFlight();
    private final RetryPublisher publisher;
    private final RetryRoute route;
    private final Supplier<Instant> pausedUntil;
    private final Clock clock;
    private final SparseLog defects = new SparseLog(log);

    @Autowired
    ContractIdHandler(
            ContractAggregation aggregation,
            RetryPublisher publisher,
            RetryRoute route,
            EsiGovernor governor,
            Tracer tracer,
            Clock clock) {
        this(
                new TracedAggregation(
                        (message, attempts, trace, permit) ->
                                aggregation.aggregate(message, route.isLastAttempt(attempts), trace, permit),
                        tracer),
                publisher,
                route,
                governor::pausedUntil,
                clock);
    }

    ContractIdHandler(
            Aggregation aggregation,
            RetryPublisher publisher,
            RetryRoute route,
            Supplier<Instant> pausedUntil,
            Clock clock) {
        this.aggregation = aggregation;
        this.publisher = publisher;
        this.route = route;
        this.pausedUntil = pausedUntil;
        this.clock = clock;
    }

    /// The handler of one topic's records.
    RecordHandler from(Source source) {
        return new TopicHandler(source);
    }

    private final class TopicHandler implements RecordHandler {

        private final Source source;

        TopicHandler(Source source) {
            this.source = source;
        }

        @Override
        public Instant due(ConsumerRecord<byte[], byte[]> record) {
            return switch (source) {
                case Source.ContractIds _ -> AT_ONCE;
                case Source.RetryTier _ -> DueTime.heldUntil(record, route.delay(source), clock.instant());
            };
        }

        @Override
        public RecordTask begin(ConsumerRecord<byte[], byte[]> record) {
            try {
                if (publisher.isEarly(record, source)) {
                    return new Forward(() -> publisher.requeue(record, source));
                }
                var message = ContractIdMessage.read(record.value());
                return source instanceof Source.ContractIds && FailureHeaders.isLowPriority(record)
                        ? new DemoteToRetryTier(message, record, source)
                        : aggregate(message, record, source);
            } catch (UnreadableMessageException e) {
                var message = BoundedBytesDeserializer.isWhole(record)
                        ? String.valueOf(e.getMessage())
                        : "not readable as an id in " + record.serializedValueSize() + " bytes";
                return new Forward(() -> {
                    publisher.deadLetter(record, new Failure(e.reason(), e.getClass(), message));
                    return true;
                });
            }
        }

        @Override
        public Instant pausedUntil() {
            return pausedUntil.get();
        }

        @Override
        public void taskFailed(ConsumerRecord<byte[], byte[]> record, RuntimeException failure) {
            defects.error(
                    failure, "A defect: a record of {} could not be processed and is tried again", record.topic());
        }
    }

    private RecordTask aggregate(ContractIdMessage message, ConsumerRecord<byte[], byte[]> record, Source source) {
        var request = new Request(message, FailureHeaders.attempts(record), source);
        return new Aggregate(request, record, singleFlight.arrive(message.contractId(), request));
    }

    private static @Nullable Traceparent trace(ConsumerRecord<byte[], byte[]> record) {
        var header = record.headers().lastHeader(HeaderNames.TRACEPARENT);
        return header == null || header.value() == null
                ? null
                : Traceparent.read(header.value()).orElse(null);
    }

    private interface Sending {
        boolean send() throws InterruptedException;
    }

    /// A record that is sent on without any work.
    private record Forward(Sending sending) implements RecordTask {
        @Override
        public boolean run() throws InterruptedException {
            return sending.send();
        }

        @Override
        public boolean handOver(boolean failed) {
            return false;
        }
    }

    /// A record of low priority: goes to the first tier; one that is too large for the tier is processed here.
    private final class DemoteToRetryTier implements RecordTask {

        private final ContractIdMessage message;
        private final ConsumerRecord<byte[], byte[]> record;
        private final Source source;
        private volatile @Nullable RecordTask work;

        DemoteToRetryTier(ContractIdMessage message, ConsumerRecord<byte[], byte[]> record, Source source) {
            this.message = message;
            this.record = record;
            this.source = source;
        }

        @Override
        public boolean run() throws InterruptedException {
            if (publisher.demote(record)) {
                return true;
            }
            var instead = aggregate(message, record, source);
            work = instead;
            return instead.run();
        }

        @Override
        public boolean handOver(boolean failed) throws InterruptedException {
            var instead = work;
            return instead != null && instead.handOver(failed);
        }
    }

    private final class Aggregate implements RecordTask {

        private final Request request;
        private final ConsumerRecord<byte[], byte[]> record;
        private final ContractSingleFlight.Arrival arrival;
        private final Decision decision = new Decision();
        /// Whether the broker has acknowledged the record that was handed over.
        private volatile CompletableFuture<Boolean> handedOver = new CompletableFuture<>();

        Aggregate(Request request, ConsumerRecord<byte[], byte[]> record, ContractSingleFlight.Arrival arrival) {
            this.request = request;
            this.record = record;
            this.arrival = arrival;
        }

        @Override
        public boolean run() throws InterruptedException {
            var outcome = singleFlight.work(arrival, this::aggregate);
            if (!decision.byWork()) {
                return handedOver.join();
            }
            return switch (outcome) {
                case Outcome.Answered _ -> true;
                case Outcome.Unanswered(Verdict.Suspended(var detail, var notBefore), var _) -> {
                    if (notBefore != null) {
                        publisher.postpone(record, request.source(), notBefore, detail);
                    }
                    yield notBefore != null;
                }
                case Outcome.Unanswered(Verdict.Retry(var reason, var detail, var notBefore), var thrown) -> {
                    publisher.retry(record, request.source(), notBefore, new Failure(reason, thrown, detail));
                    yield true;
                }
                case Outcome.Unanswered(Verdict.Poison(var reason, var detail), var thrown) -> {
                    publisher.deadLetter(record, new Failure(reason, thrown, detail));
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
                sent = failed ? retryAfterDeadline() : publisher.postpone(record, request.source());
            } finally {
                if (sent) {
                    singleFlight.leave(arrival, HANDED_OVER);
                } else {
                    decision.reopen();
                }
                sending.complete(sent);
            }
            return sent;
        }

        private boolean retryAfterDeadline() throws InterruptedException {
            var failure = new Failure(
                    FailureReason.DEADLINE_EXCEEDED,
                    null,
                    "The record held back the commits of its partition for too long");
            publisher.retry(record, request.source(), Duration.ZERO, failure);
            return true;
        }

        private Outcome aggregate() {
            try {
                return aggregation.aggregate(request.message(), request.attempts(), trace(record), decision);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                defects.error(
                        e,
                        "A defect: contract {} could not be processed",
                        request.message().contractId());
                return new Outcome.Unanswered(
                        new Verdict.Retry(FailureReason.INTERNAL_ERROR, e.toString()), e.getClass());
            }
        }
    }
}
