package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.validation.AnswerRules;
import eve.contracts.aggregator.validation.Drift;
import eve.contracts.aggregator.validation.StorableText;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Asks ESI one thing: within the budget of [EsiGovernor], politely (user agent, compatibility date, ETag),
/// repeating in place what may heal within seconds, and with time and size bounded.
///
/// Safe for any number of virtual threads.
@Component
class EsiClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /// What a server in front of ESI says when it does not reach it; but 520 is ESI's own answer for some items.
    private static final Set<Integer> GATEWAY_ERRORS = Set.of(502, 503, 504, 521, 522, 523, 524);
    private static final Set<FailureReason> HEAL_IN_SECONDS =
            Set.of(FailureReason.ESI_SERVER_ERROR, FailureReason.ESI_UNREACHABLE, FailureReason.ESI_BROKEN_ANSWER);
    private static final Set<Integer> COUNTED_ALONE =
            Set.of(200, 204, 304, 400, 403, 404, 420, 429, 500, 502, 503, 504, 520);

    private final EsiProperties esi;
    private final EsiGovernor governor;
    private final EsiOutage outage;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Drift drift;
    private final HttpCall http;
    private final Retry retry;

    EsiClient(EsiProperties esi, EsiGovernor governor, Clock clock, MeterRegistry meters) {
        this.esi = esi;
        this.governor = governor;
        this.clock = clock;
        this.meters = meters;
        this.drift = new Drift(meters, clock);
        this.outage = new EsiOutage(governor, esi.probeInterval(), this::answersStatus);
        // Over plain HTTP the offer of HTTP/2 would cost a header and its refusal on each new connection.
        boolean secure = "https".equals(esi.baseUrl().getScheme());
        HttpClient client = HttpClient.newBuilder()
                .version(secure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        this.http = new HttpCall(client, esi.requestTimeout(), esi.maxBody());
        this.retry = Retry.of(
                "esi",
                RetryConfig.custom()
                        .maxAttempts(1 + esi.retries())
                        .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(esi.retryWait(), 2.0, 0.5))
                        .retryOnException(EsiClient::mayHealInSeconds)
                        .build());
    }

    EsiAnswer get(EsiRoute route, String path) throws UnfitAnswerException {
        return get(route, path, null);
    }

    /// @param etag of an earlier answer: a 304 then says that it still holds
    /// @throws UnfitAnswerException when there is no usable answer, with what that means for the contract
    EsiAnswer get(EsiRoute route, String path, @Nullable String etag) throws UnfitAnswerException {
        return ask(route, request(path, etag).build(), etag);
    }

    /// Asks with a body; only for a route where asking twice changes nothing.
    EsiAnswer post(EsiRoute route, String path, byte[] json) throws UnfitAnswerException {
        var request = request(path, null)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json));
        return ask(route, request.build(), null);
    }

    private EsiAnswer ask(EsiRoute route, HttpRequest request, @Nullable String etag) throws UnfitAnswerException {
        try {
            return retry.executeCallable(() -> call(route, request, etag));
        } catch (UnfitAnswerException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnfitAnswerException(new Verdict.Suspended("The service is stopping"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean mayHealInSeconds(Throwable failure) {
        return failure instanceof UnfitAnswerException unfit
                && unfit.verdict() instanceof Verdict.Retry retry
                && (retry.notBefore() == null || retry.notBefore().isZero())
                && HEAL_IN_SECONDS.contains(retry.reason());
    }

    private EsiAnswer call(EsiRoute route, HttpRequest request, @Nullable String etag)
            throws UnfitAnswerException, InterruptedException {
        governor.enter();
        long mark;
        HttpCall.Result result;
        try {
            outage.ensureOver();
            mark = outage.mark();
            result = send(route, request);
        } finally {
            governor.leave();
        }
        return switch (result) {
            case HttpCall.Result.Nothing nothing ->
                throw unreachable(mark, "ESI did not answer: " + nothing.how(), null);
            case HttpCall.Result.Cut cut -> throw broken("ESI's answer was cut off: " + cut.how());
            case HttpCall.Result.Whole whole
            when GATEWAY_ERRORS.contains(whole.info().statusCode()) ->
                throw unreachable(
                        mark,
                        "ESI answered " + whole.info().statusCode(),
                        new HttpHeaderReader(whole.info().headers()).retryAfter(clock.instant()));
            case HttpCall.Result.Whole(ResponseInfo info, byte[] body) -> {
                if (!AnswerRules.isOfLimits(info.statusCode())) {
                    outage.seenUp();
                }
                yield answer(route, etag, info.statusCode(), new HttpHeaderReader(info.headers()), body);
            }
        };
    }

    /// The budget learns from whatever came back before the place in flight is free again.
    private HttpCall.Result send(EsiRoute route, HttpRequest request) throws InterruptedException {
        HttpCall.Result result = http.send(request);
        String outcome = switch (result) {
            case HttpCall.Result.Whole whole -> heeded(whole.info());
            case HttpCall.Result.Cut cut -> {
                heeded(cut.info());
                yield "cut";
            }
            case HttpCall.Result.Nothing nothing -> nothing.timedOut() ? "timeout" : "broken";
        };
        meters.counter("esi.requests", "route", route.name(), "outcome", outcome)
                .increment();
        return result;
    }

    private String heeded(ResponseInfo info) {
        int status = info.statusCode();
        governor.heed(status, new HttpHeaderReader(info.headers()));
        return COUNTED_ALONE.contains(status) ? String.valueOf(status) : status / 100 + "xx";
    }

    private EsiAnswer answer(EsiRoute route, @Nullable String etag, int status, HttpHeaderReader headers, byte[] body)
            throws UnfitAnswerException {
        Instant now = clock.instant();
        if (status != 200 && (status != 304 || etag == null)) {
            String error = AnswerJson.error(body);
            if (error != null && StorableText.isDamaged(error)) {
                drift.damagedError();
            }
            throw new UnfitAnswerException(AnswerRules.judge(route.subject(), status, error, headers.saidAt(now)));
        }
        OptionalLong pages = headers.number("X-Pages");
        if (pages.isPresent() && (pages.getAsLong() < 1 || pages.getAsLong() > esi.maxPages())) {
            throw broken("ESI speaks of " + pages.getAsLong() + " pages");
        }
        return new EsiAnswer(
                status == 304,
                status == 304 ? MissingNode.getInstance() : json(body),
                body,
                pages.isPresent() ? OptionalInt.of((int) pages.getAsLong()) : OptionalInt.empty(),
                headers.text("ETag"),
                headers.date("Last-Modified"),
                headers.freshUntil(now),
                headers.saidAt(now));
    }

    private static JsonNode json(byte[] body) throws UnfitAnswerException {
        try {
            return AnswerJson.read(body);
        } catch (JacksonException e) {
            throw broken("ESI's answer is no JSON: " + e.getOriginalMessage());
        }
    }

    /// A failure to reach ESI is the contract's failure only while ESI answers others. So long as that is so, what
    /// the answer says of waiting is for this contract, and otherwise for all.
    private UnfitAnswerException unreachable(long mark, String detail, @Nullable Duration retryAfter)
            throws InterruptedException {
        if (outage.isUpSince(mark)) {
            return new UnfitAnswerException(new Verdict.Retry(FailureReason.ESI_UNREACHABLE, detail, retryAfter));
        }
        if (retryAfter != null) {
            governor.pause(BudgetPause.past(retryAfter, "ESI is down and says for how long"));
        }
        return new UnfitAnswerException(new Verdict.Suspended(detail));
    }

    private static UnfitAnswerException broken(String detail) {
        return new UnfitAnswerException(new Verdict.Retry(FailureReason.ESI_BROKEN_ANSWER, detail));
    }

    private boolean answersStatus() throws InterruptedException {
        return switch (send(
                EsiRoute.STATUS, request(EsiRoute.STATUS.path(), null).build())) {
            case HttpCall.Result.Whole whole ->
                whole.info().statusCode() < 500
                        && !AnswerRules.isOfLimits(whole.info().statusCode());
            case HttpCall.Result.Cut _, HttpCall.Result.Nothing _ -> false;
        };
    }

    private HttpRequest.Builder request(String path, @Nullable String etag) {
        String base = esi.baseUrl().toString();
        String root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        var request = HttpRequest.newBuilder(URI.create(root + path))
                .timeout(esi.requestTimeout())
                .header("User-Agent", esi.userAgent())
                .header("X-Compatibility-Date", esi.compatibilityDate().toString())
                .header("Accept", "application/json");
        if (etag != null) {
            request.header("If-None-Match", etag);
        }
        return request;
    }
}
