package eve.contracts.aggregator.tracing;

import eve.contracts.model.Traceparent;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Creates spans that continue traces from outside. When tracing is off it creates none and costs nothing.
public final class Spans {

    private final Tracer tracer;
    private final boolean on;

    public Spans(Tracer tracer) {
        this.tracer = tracer;
        Span probe = tracer.nextSpan();
        // A tracer that is switched off creates spans without ids.
        this.on = traceparent(probe).isPresent();
        probe.abandon();
    }

    public boolean areOff() {
        return !on;
    }

    /// Runs the work in a span of its own: in the given trace, or in a new trace without one.
    ///
    /// @param parent the span that the work continues
    public <T> T within(String name, Span.Kind kind, @Nullable Traceparent parent, Function<Span, T> work) {
        return on ? run(start(name, kind, parent), work) : work.apply(Span.NOOP);
    }

    /// Runs a part of the work in a child span of this thread's current span.
    public <T> T part(String name, Supplier<T> work) {
        return on ? run(tracer.spanBuilder().name(name).start(), _ -> work.get()) : work.get();
    }

    /// Starts a span for work that is done together with other work. The caller must end it.
    ///
    /// @param parent the span that the work continues
    public Span start(String name, Span.Kind kind, @Nullable Traceparent parent) {
        if (!on) {
            return Span.NOOP;
        }
        Span.Builder span = tracer.spanBuilder().name(name).kind(kind);
        if (parent == null) {
            return span.setNoParent().start();
        }
        return span.setParent(tracer.traceContextBuilder()
                        .traceId(parent.traceId())
                        .parentId(parent.spanId())
                        .spanId(parent.spanId())
                        .sampled(parent.isSampled())
                        .build())
                .start();
    }

    private <T> T run(Span span, Function<Span, T> work) {
        try (Tracer.SpanInScope _ = tracer.withSpan(span)) {
            return work.apply(span);
        } catch (RuntimeException | Error e) {
            span.error(e);
            throw e;
        } finally {
            span.end();
        }
    }

    /// Returns the span's place in its trace; nothing when tracing is off.
    public static Optional<Traceparent> traceparent(Span span) {
        TraceContext context = span.context();
        return Traceparent.of(context.traceId(), context.spanId(), Boolean.TRUE.equals(context.sampled()));
    }
}
