package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.validation.AnswerRules;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// Asks ESI one thing: within the budget of [EsiGovernor], politely (user agent, compatibility date, ETag), repeating
/// in
/// place what may heal within seconds, and with every size bounded.
///
/// Safe for any number of virtual threads.
@Component
class EsiClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_DEPTH = 20;
    private static final Set<FailureReason> HEAL_IN_SECONDS =
            Set.of(FailureReason.ESI_SERVER_ERROR, FailureReason.ESI_UNREACHABLE, FailureReason.ESI_BROKEN_ANSWER);

    private final EsiProperties esi;
    private final EsiGovernor governor;
    private final EsiOutage outage;
    private final Clock clock;
    private final MeterRegistry meters;
    private final HttpClient http;
    private final Retry retry;
    private final JsonMapper json;

    EsiClient(EsiProperties esi, EsiGovernor governor, Clock clock, MeterRegistry meters) {
        this.esi = esi;
        this.governor = governor;
        this.clock = clock;
        this.meters = meters;
        this.outage = new EsiOutage(governor, clock, esi.probeInterval(), this::answersStatus);
        // Over plain HTTP the offer of HTTP/2 would cost a header and its refusal on each new connection.
        boolean secure = "https".equals(esi.baseUrl().getScheme());
        this.http = HttpClient.newBuilder()
                .version(secure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        this.retry = Retry.of(
                "esi",
                RetryConfig.custom()
                        .maxAttempts(1 + esi.retries())
                        .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(esi.retryWait(), 2.0, 0.5))
                        .retryOnException(EsiClient::mayHealInSeconds)
                        .build());
        this.json = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(MAX_DEPTH)
                                .maxDocumentLength(esi.maxBody())
                                .build())
                        .build())
                // Money keeps the digits it was sent with.
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    EsiAnswer get(EsiRoute route, String path) throws UnfitAnswerException {
        return get(route, path, null);
    }

    /// @param etag of an earlier answer: a 304 then says that it still holds
    /// @throws UnfitAnswerException when there is no usable answer, with what that means for the contract
    EsiAnswer get(EsiRoute route, String path, @Nullable String etag) throws UnfitAnswerException {
        try {
            return retry.executeCallable(() -> call(route, path, etag));
        } catch (UnfitAnswerException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnfitAnswerException(new Verdict.Suspended("The service is stopping"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode parse(byte[] body) {
        return json.readTree(body);
    }

    private static boolean mayHealInSeconds(Throwable failure) {
        return failure instanceof UnfitAnswerException unfit
                && unfit.verdict() instanceof Verdict.Retry retry
                && HEAL_IN_SECONDS.contains(retry.reason());
    }

    private EsiAnswer call(EsiRoute route, String path, @Nullable String etag)
            throws UnfitAnswerException, InterruptedException {
        outage.ensureOver();
        governor.enter();
        Instant started = clock.instant();
        HttpResponse<byte[]> response;
        try {
            response = http.send(request(path, etag), BodyHandlers.limiting(BodyHandlers.ofByteArray(), esi.maxBody()));
        } catch (HttpTimeoutException e) {
            count(route, "timeout");
            throw unreachable(started, "ESI did not answer within " + esi.requestTimeout());
        } catch (IOException e) {
            count(route, "broken");
            throw unreachable(started, "The connection to ESI failed: " + e.getMessage());
        } finally {
            governor.leave();
        }
        var headers = new HttpHeaderReader(response.headers());
        governor.heed(response.statusCode(), headers);
        count(route, String.valueOf(response.statusCode()));
        if (isGateway(response.statusCode())) {
            throw unreachable(started, "ESI answered " + response.statusCode());
        }
        outage.seenUp();
        return answer(route, response, headers);
    }

    private EsiAnswer answer(EsiRoute route, HttpResponse<byte[]> response, HttpHeaderReader headers)
            throws UnfitAnswerException {
        Instant now = clock.instant();
        int pages = (int) headers.number("X-Pages").orElse(1);
        if (pages < 1 || pages > esi.maxPages()) {
            throw retry(FailureReason.ESI_BROKEN_ANSWER, "ESI speaks of " + pages + " pages");
        }
        String etag = headers.text("ETag");
        Instant modified = headers.date("Last-Modified");
        return switch (response.statusCode()) {
            case 304 -> EsiAnswer.unchanged(pages, etag, modified, headers.freshUntil(now));
            case 200 ->
                new EsiAnswer(
                        false,
                        readJson(response.body()),
                        response.body(),
                        pages,
                        etag,
                        modified,
                        headers.freshUntil(now));
            default ->
                throw new UnfitAnswerException(
                        AnswerRules.judge(route.subject(), response.statusCode(), error(response.body()), now));
        };
    }

    private JsonNode readJson(byte[] body) throws UnfitAnswerException {
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            throw retry(FailureReason.ESI_BROKEN_ANSWER, "ESI's answer is no JSON: " + e.getOriginalMessage());
        }
    }

    private @Nullable String error(byte[] body) {
        try {
            return body.length == 0
                    ? null
                    : json.readTree(body).path("error").asStringOpt().orElse(null);
        } catch (JacksonException e) {
            return null;
        }
    }

    /// A failure to reach ESI is the contract's failure only while ESI answers others.
    private UnfitAnswerException unreachable(Instant started, String detail) {
        return outage.isUpSince(started)
                ? retry(FailureReason.ESI_UNREACHABLE, detail)
                : new UnfitAnswerException(new Verdict.Suspended(detail));
    }

    private static UnfitAnswerException retry(FailureReason reason, String detail) {
        return new UnfitAnswerException(new Verdict.Retry(reason, detail));
    }

    private static boolean isGateway(int status) {
        return status >= 502 && status <= 504;
    }

    private boolean answersStatus() throws InterruptedException {
        try {
            var response = http.send(request(EsiRoute.STATUS.path(), null), BodyHandlers.discarding());
            count(EsiRoute.STATUS, String.valueOf(response.statusCode()));
            governor.heed(response.statusCode(), new HttpHeaderReader(response.headers()));
            return response.statusCode() < 500;
        } catch (IOException e) {
            count(EsiRoute.STATUS, e instanceof HttpTimeoutException ? "timeout" : "broken");
            return false;
        }
    }

    private HttpRequest request(String path, @Nullable String etag) {
        var request = HttpRequest.newBuilder(esi.baseUrl().resolve(path))
                .timeout(esi.requestTimeout())
                .header("User-Agent", esi.userAgent())
                .header("X-Compatibility-Date", esi.compatibilityDate().toString())
                .header("Accept", "application/json");
        if (etag != null) {
            request.header("If-None-Match", etag);
        }
        return request.build();
    }

    private void count(EsiRoute route, String outcome) {
        meters.counter("esi.requests", "route", route.name(), "outcome", outcome)
                .increment();
    }
}
