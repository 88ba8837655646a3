package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.Outcome;
import eve.contracts.aggregator.StorePermit;
import eve.contracts.aggregator.tracing.Spans;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.Traceparent;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

/// Runs the flow of one contract in a span, in the trace of the id's record.
final class TracedAggregation implements ContractIdHandler.Aggregation {

    private final ContractIdHandler.Aggregation aggregation;
    private final Spans spans;

    TracedAggregation(ContractIdHandler.Aggregation aggregation, Tracer tracer) {
        this.aggregation = aggregation;
        this.spans = new Spans(tracer);
    }

    @Override
    public Outcome aggregate(ContractIdMessage message, int attempts, @Nullable Traceparent trace, StorePermit permit) {
        return spans.within("contract-ids process", Span.Kind.CONSUMER, trace, span -> {
            span.tag("messaging.system", "kafka");
            span.tag("contract.id", message.contractId());
            span.tag("contract.attempts", attempts);
            Traceparent here = Spans.traceparent(span).orElse(trace);
            Outcome outcome = aggregation.aggregate(message, attempts, here, permit);
            span.tag("contract.outcome", name(outcome));
            return outcome;
        });
    }

    private static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered _ -> "ANSWERED";
            case Outcome.Unanswered(Verdict.Retry retry, var _) ->
                retry.reason().name();
            case Outcome.Unanswered(Verdict.Poison poison, var _) ->
                poison.reason().name();
            case Outcome.Unanswered(Verdict.Suspended _, var _) -> "SUSPENDED";
        };
    }
}
