package eve.contracts.aggregator.outbox;

import eve.contracts.aggregator.tracing.Spans;
import eve.contracts.model.Traceparent;
import io.micrometer.tracing.Span;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Creates the spans for sending events, each in the trace of its event. The event keeps the header that was
/// committed with it: it is the same in every send, by any relay.
final class SendSpans {

    private final Spans spans;

    SendSpans(Spans spans) {
        this.spans = spans;
    }

    SendOutcome around(List<OutboxEvent> events, Supplier<SendOutcome> sending) {
        if (spans.areOff()) {
            return sending.get();
        }
        List<Span> started = events.stream()
                .filter(event -> event.traceparent() != null)
                .map(this::start)
                .toList();
        SendOutcome outcome = sending.get();
        started.forEach(span -> end(span, outcome));
        return outcome;
    }

    private Span start(OutboxEvent event) {
        return spans.start("contract-events send", Span.Kind.PRODUCER, traceparent(event))
                .tag("messaging.system", "kafka")
                .tag("messaging.message.id", event.eventId().toString())
                .tag("contract.id", event.contractId())
                .tag("contract.version", event.version());
    }

    private static @Nullable Traceparent traceparent(OutboxEvent event) {
        String header = event.traceparent();
        return header == null ? null : Traceparent.read(header).orElse(null);
    }

    private static void end(Span span, SendOutcome outcome) {
        switch (outcome) {
            case SendOutcome.Acknowledged _ -> {}
            case SendOutcome.Refused _ -> span.tag("error.type", "refused");
            case SendOutcome.NotNow(var cause) -> span.error(cause);
        }
        span.end();
    }
}
