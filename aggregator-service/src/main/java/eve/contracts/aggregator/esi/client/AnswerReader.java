package eve.contracts.aggregator.esi.client;

import eve.contracts.aggregator.validation.AnswerRules;
import eve.contracts.aggregator.validation.Drift;
import eve.contracts.aggregator.validation.StorableText;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Reads a whole answer: returns its content, or a verdict when it is not usable.
public final class AnswerReader {

    /// The statuses of a server in front of ESI that cannot reach it; 520 is not one, because it is ESI's own
    /// answer for some items.
    private static final Set<Integer> GATEWAY_ERRORS = Set.of(502, 503, 504, 521, 522, 523, 524);

    /// The difference allowed between clocks.
    public static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

    private static final int MOST_DETAIL = 500;
    private static final int MOST_EXCERPT = 100;

    private final int maxPages;
    private final Clock clock;
    private final Drift drift;

    AnswerReader(int maxPages, Clock clock, Drift drift) {
        this.maxPages = maxPages;
        this.clock = clock;
        this.drift = drift;
    }

    sealed interface Reading {
        record Good(EsiAnswer answer) implements Reading {}

        record Bad(Verdict.Incomplete verdict, Sign sign) implements Reading {}
    }

    /// What a bad answer says about ESI as a whole.
    enum Sign {
        /// ESI's own answer.
        UP,
        /// Not ESI's own answer, or no answer.
        OUT_OF_REACH,
        NONE
    }

    Reading read(EsiRoute route, String path, @Nullable String etag, HttpCall.Result.Whole whole) {
        int status = whole.info().statusCode();
        var headers = new HttpHeaderReader(whole.info().headers());
        Instant now = clock.instant();
        if (status == 304 && etag != null) {
            return usable(headers, now, true, MissingNode.getInstance(), whole.body());
        }
        if (status != 200) {
            return refused(route, status, headers, whole, now);
        }
        JsonNode json;
        try {
            json = AnswerJson.read(whole.body());
        } catch (JacksonException e) {
            return broken("ESI's answer is no JSON: " + e.getOriginalMessage());
        }
        if (!route.fits(json)) {
            return broken("ESI's answer is not what " + route + " answers: "
                    + StorableText.of(json.toString(), MOST_EXCERPT));
        }
        if (route == EsiRoute.ITEMS && json.isEmpty()) {
            // ESI would repeat the same answer until it expires.
            return new Reading.Bad(
                    new Verdict.Retry(
                            FailureReason.ESI_EMPTY_ITEMS,
                            "ESI lists no items at " + path,
                            Duration.between(now, headers.freshUntil(now))),
                    Sign.UP);
        }
        return usable(headers, now, false, json, whole.body());
    }

    private Reading usable(HttpHeaderReader headers, Instant now, boolean unchanged, JsonNode json, byte[] body) {
        OptionalLong pages = headers.number("X-Pages");
        if (pages.isPresent() && (pages.getAsLong() < 1 || pages.getAsLong() > maxPages)) {
            return broken("ESI reports " + pages.getAsLong() + " pages");
        }
        return new Reading.Good(new EsiAnswer(
                unchanged,
                json,
                body,
                pages.isPresent() ? OptionalInt.of((int) pages.getAsLong()) : OptionalInt.empty(),
                headers.text("ETag"),
                lastModified(headers, now),
                headers.freshUntil(now),
                headers.saidAt(now)));
    }

    /// Returns the Last-Modified; one that is later than the answer is impossible and counts as absent.
    private static @Nullable Instant lastModified(HttpHeaderReader headers, Instant now) {
        Instant said = headers.date("Last-Modified");
        return said == null || said.isAfter(headers.saidAt(now).plus(CLOCK_TOLERANCE)) ? null : said;
    }

    private Reading refused(
            EsiRoute route, int status, HttpHeaderReader headers, HttpCall.Result.Whole whole, Instant now) {
        HttpHeaders raw = whole.info().headers();
        if (GATEWAY_ERRORS.contains(status)) {
            return new Reading.Bad(
                    new Verdict.Retry(FailureReason.ESI_UNREACHABLE, "ESI answered " + status, headers.retryAfter(now)),
                    Sign.OUT_OF_REACH);
        }
        String error = EsiErrorBody.text(raw, whole.body());
        if (error != null && StorableText.isDamaged(error)) {
            drift.damagedError();
        }
        boolean own = error != null || status == 204 && EsiErrorBody.isOwnNoContent(raw);
        if (status >= 300 && status < 400) {
            return broken("ESI answered " + status + " and points to "
                    + raw.firstValue("Location").orElse("nowhere") + "; set ESI's own address instead");
        }
        Sign sign = AnswerRules.isOfLimits(status) ? Sign.NONE : own ? Sign.UP : Sign.OUT_OF_REACH;
        return new Reading.Bad(AnswerRules.judge(route.subject(), status, own, error, headers.saidAt(now)), sign);
    }

    private static Reading broken(String detail) {
        return new Reading.Bad(
                new Verdict.Retry(FailureReason.ESI_BROKEN_ANSWER, StorableText.of(detail, MOST_DETAIL)),
                Sign.OUT_OF_REACH);
    }
}
