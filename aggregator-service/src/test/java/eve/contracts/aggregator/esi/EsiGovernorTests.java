package eve.contracts.aggregator.esi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.simulator.MovableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Both budgets, from the headers of answers alone.
class EsiGovernorTests {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final MovableClock clock = new MovableClock(NOON);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EsiGovernor governor =
            new EsiGovernor(EsiSettings.of(URI.create("http://localhost"), "max-in-flight=500"), clock, meters);

    @Test
    void beforeAnythingIsKnownNoMoreCallsAreInFlightThanMayAllFail() throws InterruptedException {
        assertThat(roomFor(1_000)).isLessThanOrEqualTo(80 / 2);
    }

    @Test
    void goodAnswersMakeRoomForHundreds() throws InterruptedException {
        answers(200, 200, 100, 30);

        assertThat(roomFor(1_000)).isEqualTo(500);
    }

    @Test
    void theRoomShrinksAsErrorsUseUpTheBudget() throws InterruptedException {
        answers(190, 200, 100, 30);
        answers(10, 500, 40, 30);

        assertThat(roomFor(1_000)).isBetween(20, 120);
    }

    @Test
    void oneCallIsAlwaysLetThroughSoThatTheWorldCanChange() throws Exception {
        answers(100, 500, 21, 30);

        assertThat(roomFor(10)).isOne();
    }

    @Test
    void atTheFloorAllCallsPauseUntilTheWindowEnds() throws Exception {
        answer(500, Map.of("X-ESI-Error-Limit-Remain", "20", "X-ESI-Error-Limit-Reset", "30"));

        assertThat(governor.pausedUntil()).isEqualTo(NOON.plusSeconds(31));
        assertThatThrownBy(governor::enter)
                .isInstanceOf(UnfitAnswerException.class)
                .hasMessageContaining("Suspended");
        clock.advance(Duration.ofSeconds(31));
        governor.enter();
    }

    @ParameterizedTest
    @CsvSource({
        "420, X-ESI-Error-Limit-Reset, 17, 18",
        "420, X-Other, 17, 61",
        "420, X-ESI-Error-Limit-Reset, 999999999, 301",
        "420, Retry-After, 90, 91",
        "420, Retry-After, 999999999, 301",
        "429, Retry-After, 17, 18",
        "429, X-Other, 17, 61",
        "429, Retry-After, 'Sun, 01 Mar 2026 12:00:40 GMT', 41",
        "429, Retry-After, 999999999, 3600"
    })
    void a420OrA429PausesForAsLongAsItSaysWithinReason(int status, String header, String value, long seconds) {
        answer(status, Map.of(header, value));

        assertThat(governor.pausedUntil()).isEqualTo(NOON.plusSeconds(seconds));
    }

    @Test
    void aLateAnswerOfTheWindowBeforeDoesNotShrinkTheNewOne() {
        answer(200, Map.of("X-ESI-Error-Limit-Remain", "100", "X-ESI-Error-Limit-Reset", "59"));
        answer(500, Map.of("X-ESI-Error-Limit-Remain", "5", "X-ESI-Error-Limit-Reset", "1"));

        assertThat(remaining()).isEqualTo(100);
        assertThat(governor.pausedUntil()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void answersThatOvertakeEachOtherNeverRaiseTheBudgetWithinAWindow() {
        answer(500, Map.of("X-ESI-Error-Limit-Remain", "50", "X-ESI-Error-Limit-Reset", "30"));
        answer(200, Map.of("X-ESI-Error-Limit-Remain", "60", "X-ESI-Error-Limit-Reset", "30"));

        assertThat(remaining()).isEqualTo(50);
        clock.advance(Duration.ofSeconds(30));
        assertThat(remaining()).isEqualTo(100);
    }

    @Test
    void fewTokensLeftSlowDownAndThenPauseForAsLongAsTheyTakeToComeBack() throws Exception {
        answers(300, 200, 100, 30);
        answer(200, tokens(50));
        assertThat(roomFor(100)).isEqualTo(20);
        assertThat(meters.get("esi.tokens.remaining").gauge().value()).isEqualTo(50);

        answer(200, tokens(10));
        assertThat(governor.pausedUntil()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void hundredsOfThreadsThatWaitForRoomAllGetTheirTurnAndNeverTooManyAtOnce() {
        answers(20, 500, 60, 60);
        int allowed = Math.max(1, (60 - 20) / 2);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < 500; n++) {
                threads.submit(() -> {
                    governor.enter();
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.yield();
                    inside.decrementAndGet();
                    governor.leave();
                    return done.incrementAndGet();
                });
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> done.get() == 500);
        }
        assertThat(most.get()).isBetween(1, allowed);
    }

    @Test
    void pausesAreCountedOnceWhenTheyOverlap() {
        answer(420, Map.of("X-ESI-Error-Limit-Reset", "29"));
        answer(420, Map.of("X-ESI-Error-Limit-Reset", "29"));
        clock.advance(Duration.ofSeconds(10));
        answer(420, Map.of("X-ESI-Error-Limit-Reset", "29"));

        assertThat(meters.get("esi.paused.seconds").functionCounter().count()).isEqualTo(40);
        assertThat(meters.get("esi.pause.left").gauge().value()).isEqualTo(30);
    }

    /// How many of so many threads get in while none leaves.
    private int roomFor(int threads) throws InterruptedException {
        var entered = new AtomicInteger();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < threads; n++) {
                each.submit(() -> {
                    governor.enter();
                    return entered.incrementAndGet();
                });
            }
            await().during(Duration.ofMillis(300)).until(() -> entered.get() == inFlight());
            each.shutdownNow();
        }
        return entered.get();
    }

    private int inFlight() {
        return (int) meters.get("esi.calls.inflight").gauge().value();
    }

    private double remaining() {
        return meters.get("esi.budget.remaining").gauge().value();
    }

    private void answers(int times, int status, int remain, int reset) {
        for (int n = 0; n < times; n++) {
            answer(status, Map.of("X-ESI-Error-Limit-Remain", "" + remain, "X-ESI-Error-Limit-Reset", "" + reset));
        }
    }

    private static Map<String, String> tokens(int remaining) {
        return Map.of(
                "X-Ratelimit-Group", "contract",
                "X-Ratelimit-Limit", "150/15m",
                "X-Ratelimit-Remaining", "" + remaining);
    }

    private void answer(int status, Map<String, String> headers) {
        Map<String, List<String>> lists = new HashMap<>();
        lists.put("Date", List.of("Sun, 01 Mar 2026 12:00:00 GMT"));
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        governor.heed(status, new HttpHeaderReader(HttpHeaders.of(lists, (name, value) -> true)));
    }
}
