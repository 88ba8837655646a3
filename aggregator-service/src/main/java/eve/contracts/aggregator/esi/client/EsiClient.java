package eve.contracts.aggregator.esi.client;

import eve.contracts.aggregator.validation.Drift;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.stereotype.Component;

/// Sends one request to ESI: within the budget of [EsiGovernor], with the headers that ESI asks for (user
/// agent, compatibility date, ETag), with retries in place for failures that may end within seconds, and with
/// bounded time and size.
///
/// A failure counts for the contract only while ESI is up ([EsiCircuitBreaker]) and answers other calls on the
/// same route ([RouteHealth]); otherwise the call is suspended. Safe for any number of virtual threads.
@Component
public class EsiClient {

    private static final Set<FailureReason> HEAL_IN_SECONDS =
            Set.of(FailureReason.ESI_SERVER_ERROR, FailureReason.ESI_UNREACHABLE, FailureReason.ESI_BROKEN_ANSWER);
    private static final Set<Integer> COUNTED_ALONE =
            Set.of(200, 204, 304, 400, 403, 404, 420, 429, 500, 502, 503, 504, 520);
    private static final Duration OUT_OF_SOCKETS = Duration.ofSeconds(1);

    private final EsiGovernor governor;
    private final EsiCircuitBreaker outage;
    private final Clock clock;
    private final MeterRegistry meters;
    private final EsiHttp requests;
    private final HttpCall http;
    private final AnswerReader reader;
    private final Retry retry;
    private final Duration mostRepeating;
    private final Map<EsiRoute, RouteHealth> health = new EnumMap<>(EsiRoute.class);

    public EsiClient(EsiProperties esi, EsiGovernor governor, Clock clock, MeterRegistry meters) {
        this(esi, governor, clock, meters, new DefaultSslBundleRegistry());
    }

    @Autowired
    EsiClient(EsiProperties esi, EsiGovernor governor, Clock clock, MeterRegistry meters, SslBundles bundles) {
        this.governor = governor;
        this.clock = clock;
        this.meters = meters;
        this.outage = new EsiCircuitBreaker(governor, esi.probeInterval(), this::whyNoAnswer);
        this.requests = new EsiHttp(esi, bundles);
        this.http = new HttpCall(requests::client, esi.requestTimeout(), esi.maxBody());
        this.reader = new AnswerReader(esi.maxPages(), clock, new Drift(meters, clock));
        // A call that took nearly this long is not repeated in place: the record would reach its deadline.
        this.mostRepeating = esi.requestTimeout().multipliedBy(9).dividedBy(10);
        this.retry = Retry.of(
                "esi",
                RetryConfig.custom()
                        .maxAttempts(1 + esi.retries())
                        .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(esi.retryWait(), 2.0, 0.5))
                        .retryOnException(EsiClient::mayHealInSeconds)
                        .build());
        for (EsiRoute route : EsiRoute.values()) {
            var routeHealth = new RouteHealth(
                    route, governor, esi.probeInterval(), path -> once(new Call(route, path, null, null), true));
            health.put(route, routeHealth);
            Gauge.builder("esi.route.down", routeHealth, it -> it.isDown() ? 1 : 0)
                    .description("Whether a route of ESI answers nothing well, so that only probes go out to it")
                    .tag("route", route.name())
                    .register(meters);
        }
    }

    public EsiAnswer get(EsiRoute route, String path) throws FetchFailedException {
        return get(route, path, null);
    }

    /// @param etag the ETag of an earlier answer; a 304 then confirms that answer
    /// @throws FetchFailedException when there is no usable answer; its verdict says what that means for the
    ///     contract
    public EsiAnswer get(EsiRoute route, String path, @Nullable String etag) throws FetchFailedException {
        return repeatedly(new Call(route, path, etag, null));
    }

    /// Sends a POST; only for a route where repeating it changes nothing. The answer depends on the body, so it
    /// says nothing about the route's health.
    public EsiAnswer post(EsiRoute route, String path, byte[] json) throws FetchFailedException {
        return repeatedly(new Call(route, path, null, json));
    }

    private record Call(
            EsiRoute route, String path, @Nullable String etag, byte @Nullable [] json) {}

    private EsiAnswer repeatedly(Call call) throws FetchFailedException {
        long repeatUntil = System.nanoTime() + mostRepeating.toNanos();
        try {
            try {
                return retry.executeCallable(() -> ask(call, repeatUntil));
            } catch (LastAttempt e) {
                throw judged(call, e.failure);
            } catch (FetchFailedException e) {
                throw judged(call, e);
            }
        } catch (FetchFailedException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FetchFailedException(new Verdict.Suspended("The service is stopping"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private FetchFailedException judged(Call call, FetchFailedException failure) throws InterruptedException {
        return call.json() == null ? health(call.route()).judged(call.path(), failure) : failure;
    }

    /// Registers paths that should have good answers; they are requested when no other answer shows whether the
    /// route is up.
    public void witnesses(EsiRoute route, RouteHealth.Candidates candidates) {
        health(route).candidates(candidates);
    }

    private RouteHealth health(EsiRoute route) {
        return Objects.requireNonNull(health.get(route));
    }

    private static final class LastAttempt extends Exception {
        private final transient FetchFailedException failure;

        LastAttempt(FetchFailedException failure) {
            super(null, null, false, false);
            this.failure = failure;
        }
    }

    private static boolean mayHealInSeconds(Throwable failure) {
        return failure instanceof FetchFailedException failed
                && failed.verdict() instanceof Verdict.Retry retry
                && (retry.notBefore() == null || retry.notBefore().isZero())
                && HEAL_IN_SECONDS.contains(retry.reason());
    }

    private EsiAnswer ask(Call call, long repeatUntil) throws FetchFailedException, InterruptedException, LastAttempt {
        try {
            health(call.route()).ensureUp(call.path());
            return once(call, false);
        } catch (FetchFailedException e) {
            if (System.nanoTime() - repeatUntil > 0 || health(call.route()).isSuspicious()) {
                throw new LastAttempt(e);
            }
            throw e;
        }
    }

    /// @param first whether the call probes its route, and so goes before all calls that wait for the result
    private EsiAnswer once(Call call, boolean first) throws FetchFailedException, InterruptedException {
        EsiRoute route = call.route();
        if (first) {
            governor.enterFirst(route);
        } else {
            governor.enter(route);
        }
        long number = health(route).begun();
        long mark;
        HttpCall.Result result;
        try {
            outage.ensureOver();
            mark = outage.mark();
            result = send(call);
        } catch (FetchFailedException | InterruptedException | RuntimeException e) {
            health(route).ended(number, call.path(), false);
            throw e;
        } finally {
            governor.leave(route);
        }
        AnswerReader.Reading reading = reading(call, result);
        health(route).ended(number, call.path(), call.json() == null && reading instanceof AnswerReader.Reading.Good);
        return switch (reading) {
            case AnswerReader.Reading.Good(EsiAnswer answer) -> {
                outage.seenUp();
                yield answer;
            }
            case AnswerReader.Reading.Bad(Verdict.Retry verdict, AnswerReader.Sign sign)
            when sign == AnswerReader.Sign.OUT_OF_REACH -> throw unreachable(mark, verdict);
            case AnswerReader.Reading.Bad(Verdict.Incomplete verdict, AnswerReader.Sign sign) -> {
                if (sign == AnswerReader.Sign.UP) {
                    outage.seenUp();
                }
                throw new FetchFailedException(verdict);
            }
        };
    }

    private AnswerReader.Reading reading(Call call, HttpCall.Result result) {
        return switch (result) {
            case HttpCall.Result.Whole whole -> {
                BudgetPause spamming = GameServerLimit.pause(whole);
                if (spamming == null) {
                    yield reader.read(call.route(), call.path(), call.etag(), whole);
                }
                governor.pause(call.route(), spamming);
                yield new AnswerReader.Reading.Bad(
                        new Verdict.Suspended(spamming.why(), spamming.length()), AnswerReader.Sign.UP);
            }
            case HttpCall.Result.Cut cut ->
                new AnswerReader.Reading.Bad(
                        new Verdict.Retry(FailureReason.ESI_BROKEN_ANSWER, "ESI's answer was cut off: " + cut.how()),
                        AnswerReader.Sign.NONE);
            case HttpCall.Result.Nothing nothing
            when nothing.kind() == CallFailure.Kind.LOCAL -> {
                governor.pause(new BudgetPause(OUT_OF_SOCKETS, nothing.how()));
                yield new AnswerReader.Reading.Bad(new Verdict.Suspended(nothing.how()), AnswerReader.Sign.NONE);
            }
            case HttpCall.Result.Nothing nothing ->
                new AnswerReader.Reading.Bad(
                        new Verdict.Retry(FailureReason.ESI_UNREACHABLE, "ESI did not answer: " + nothing.how()),
                        AnswerReader.Sign.OUT_OF_REACH);
        };
    }

    /// Updates the budget from the answer before the place in flight is free again.
    private HttpCall.Result send(Call call) throws InterruptedException {
        HttpCall.Result result = http.send(requests.request(call.path(), call.etag(), call.json()));
        String outcome = switch (result) {
            case HttpCall.Result.Whole whole -> heeded(call.route(), whole.info());
            case HttpCall.Result.Cut cut -> {
                heeded(call.route(), cut.info());
                yield "cut";
            }
            case HttpCall.Result.Nothing nothing -> nothing.kind() == CallFailure.Kind.TIMEOUT ? "timeout" : "broken";
        };
        meters.counter("esi.requests", "route", call.route().name(), "outcome", outcome)
                .increment();
        return result;
    }

    private String heeded(EsiRoute route, ResponseInfo info) {
        int status = info.statusCode();
        governor.heed(route, status, new HttpHeaderReader(info.headers()));
        return COUNTED_ALONE.contains(status) ? String.valueOf(status) : status / 100 + "xx";
    }

    /// Converts a failure to reach ESI: it is the contract's failure only while ESI answers other calls. In
    /// that case the answer's Retry-After is for this contract, and otherwise for all.
    private FetchFailedException unreachable(long mark, Verdict.Retry failure) throws InterruptedException {
        if (outage.isUpSince(mark)) {
            return new FetchFailedException(failure);
        }
        Duration retryAfter = failure.notBefore();
        if (retryAfter != null) {
            governor.pause(BudgetPause.past(retryAfter, "ESI is down and says for how long"));
        }
        return new FetchFailedException(new Verdict.Suspended(failure.detail()));
    }

    /// Requests `/status`, and the items of a contract too in case only `/status` fails.
    private @Nullable String whyNoAnswer() throws InterruptedException {
        String failure = whyNoAnswer(EsiRoute.STATUS, EsiRoute.STATUS.path());
        String path = failure == null ? null : health(EsiRoute.ITEMS).likelyGood();
        return path == null || whyNoAnswer(EsiRoute.ITEMS, path) != null ? failure : null;
    }

    private @Nullable String whyNoAnswer(EsiRoute route, String path) throws InterruptedException {
        var call = new Call(route, path, null, null);
        HttpCall.Result result = send(call);
        return switch (reading(call, result)) {
            case AnswerReader.Reading.Good _ -> null;
            // ESI's own answer about the resource: ESI is up.
            case AnswerReader.Reading.Bad(Verdict.Incomplete verdict, var _)
            when verdict instanceof Verdict.Gone || verdict instanceof Verdict.Poison -> null;
            case AnswerReader.Reading.Bad(Verdict.Retry(FailureReason reason, var _, var _), var _)
            when reason == FailureReason.ESI_REJECTED -> null;
            case AnswerReader.Reading.Bad(Verdict.Failed verdict, var _) -> verdict.detail();
            case AnswerReader.Reading.Bad(Verdict.Incomplete verdict, var _) -> verdict.toString();
        };
    }
}
