package eve.contracts.aggregator.esi.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.validation.FetchFailedException;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Both budgets follow from the headers of answers alone.
class EsiGovernorTests {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final MovableClock clock = new MovableClock(NOON);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private EsiGovernor governor = governor();

    @Test
    void beforeAnythingIsKnownTheLowestLimitIsAssumed() throws InterruptedException {
        assertThat(roomFor(1_000)).isEqualTo(50 - 20);
    }

    @Test
    void noMoreCallsAreInFlightThanErrorsAreLeftHoweverManyAnswersWereGood() throws InterruptedException {
        answers(2_000, 200, 100, 30);

        assertThat(roomFor(1_000)).isEqualTo(100 - 20);
    }

    @Test
    void aSuddenRunOfErrorsWithEverythingInFlightLeavesTheFloor() throws Exception {
        answers(2_000, 200, 100, 30);
        int inFlight = roomFor(1_000);

        for (int n = 1; n <= inFlight; n++) {
            answer(500, errorsLeft(100 - n, 30));
        }

        assertThat(remaining()).isEqualTo(20);
        assertThat(governor.isPaused()).isTrue();
    }

    @Test
    void replicasShareWhatIsLeft() throws InterruptedException {
        governor = governor("replicas=4");
        answers(1, 200, 100, 30);

        assertThat(roomFor(1_000)).isEqualTo((100 - 20) / 4);
    }

    @Test
    void aLowLimitIsLearnedAndLeavesRoom() throws InterruptedException {
        answers(1, 200, 50, 30);
        assertThat(roomFor(1_000)).isEqualTo(50 - 20);
        clock.advance(Duration.ofSeconds(31));

        assertThat(remaining()).isEqualTo(50);
    }

    @Test
    void aNewWindowIsTakenForTheLowestUntilItsFirstAnswer() {
        answers(1, 200, 100, 30);
        clock.advance(Duration.ofSeconds(31));

        assertThat(remaining()).isEqualTo(50);
    }

    @Test
    void answersThatSayNothingOfTheLimitAreNotBoundedByIt() throws InterruptedException {
        answer(200, Map.of());

        assertThat(roomFor(1_000)).isEqualTo(500);
    }

    @Test
    void theRoomShrinksAsErrorsUseUpTheBudget() throws InterruptedException {
        answers(190, 200, 100, 30);
        answers(10, 500, 40, 30);

        assertThat(roomFor(1_000)).isEqualTo(40 - 20);
    }

    @Test
    void oneCallIsAlwaysLetThroughSoThatTheWorldCanChange() throws Exception {
        answers(100, 500, 21, 30);

        assertThat(roomFor(10)).isOne();
    }

    @Test
    void atTheFloorAllCallsPauseUntilTheWindowEnds() throws Exception {
        answer(500, errorsLeft(20, 30));

        assertThat(governor.pausedUntil()).isEqualTo(NOON.plusSeconds(31));
        assertThatThrownBy(() -> governor.enter(EsiRoute.ITEMS))
                .isInstanceOf(FetchFailedException.class)
                .hasMessageContaining("Suspended");
        clock.advance(Duration.ofSeconds(31));
        governor.enter(EsiRoute.ITEMS);
    }

    @ParameterizedTest
    @CsvSource({
        "420, X-ESI-Error-Limit-Reset, 17, 18",
        "420, X-Other, 17, 61",
        "420, X-ESI-Error-Limit-Reset, 999999999, 301",
        "420, Retry-After, 90, 91",
        "420, Retry-After, 999999999, 301"
    })
    void a420PausesAllForAsLongAsItSaysWithinReason(int status, String header, String value, long seconds) {
        answer(status, Map.of(header, value));

        assertThat(governor.pausedUntil()).isEqualTo(NOON.plusSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        "Retry-After, 17, 18",
        "X-Other, 17, 61",
        "Retry-After, 'Sun, 01 Mar 2026 12:00:40 GMT', 41",
        "Retry-After, 999999999, 3600"
    })
    void a429PausesItsGroupForAsLongAsItSaysWithinReason(String header, String value, long seconds) {
        answer(EsiRoute.DYNAMIC_ITEM, 200, tokens("dogma", 900));
        answer(EsiRoute.LISTING, 200, tokens("contract", 50));
        answer(200, tokens("contract", 50));

        answer(429, Map.of(header, value));

        assertThat(governor.isPaused()).isFalse();
        assertThat(governor.isPaused(EsiRoute.DYNAMIC_ITEM)).isFalse();
        assertThat(governor.isPaused(EsiRoute.LISTING)).isTrue();
        assertThat(governor.pausedUntil())
                .as("without listings and items nothing gets on")
                .isEqualTo(NOON.plusSeconds(seconds));
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
        assertThat(remaining()).isEqualTo(50);
    }

    @Test
    void fewTokensLeftSlowTheGroupDownAndThenPauseItForAsLongAsTheyTakeToComeBack() throws Exception {
        answers(300, 200, 100, 30);
        answer(200, tokens("contract", 50));
        assertThat(roomFor(100)).isEqualTo((50 - 10) / 5);
        assertThat(meters.get("esi.tokens.remaining").gauge().value()).isEqualTo(50);

        answer(200, tokens("contract", 10));
        assertThat(governor.isPaused(EsiRoute.ITEMS)).isTrue();
        assertThat(governor.isPaused(EsiRoute.DYNAMIC_ITEM)).isFalse();
        clock.advance(Duration.ofSeconds(60));
        assertThat(governor.isPaused(EsiRoute.ITEMS)).isFalse();
    }

    @Test
    void aPoorGroupThatIsNotAskedAnyMoreSlowsNoOther() throws InterruptedException {
        answer(EsiRoute.DYNAMIC_ITEM, 200, tokens("dogma", 12));
        answer(200, tokens("contract", 9_000));

        assertThat(roomFor(1_000)).isEqualTo(500);
    }

    @Test
    void tokensComeBackWithTime() throws InterruptedException {
        answer(200, tokens("contract", 20));
        clock.advance(Duration.ofMinutes(6));
        assertThat(roomFor(100)).isEqualTo((20 + 60 - 10) / 5);
    }

    @Test
    void callsAreSpacedEvenly() throws Exception {
        governor = governor("requests-per-second=100");
        answer(200, Map.of());
        long began = System.nanoTime();

        for (int n = 0; n < 21; n++) {
            governor.enter(EsiRoute.ITEMS);
            governor.leave(EsiRoute.ITEMS);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void whoWouldWaitForLongForItsTurnIsSuspended() {
        var pace = new Pace(1, 0);
        for (int n = 0; n <= 20; n++) {
            pace.take(0);
        }

        assertThat(Duration.ofNanos(pace.waiting(0))).isGreaterThan(EsiGovernor.MOST_WAIT);
    }

    @Test
    void hundredsOfThreadsThatWaitForRoomAllGetTheirTurnAndNeverTooManyAtOnce() {
        answers(20, 500, 60, 60);
        int allowed = 60 - 20;
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < 500; n++) {
                threads.submit(() -> {
                    governor.enter(EsiRoute.ITEMS);
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.yield();
                    inside.decrementAndGet();
                    governor.leave(EsiRoute.ITEMS);
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

    /// Returns how many of so many threads can enter while none leaves.
    private int roomFor(int threads) throws InterruptedException {
        var entered = new AtomicInteger();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < threads; n++) {
                each.submit(() -> {
                    governor.enter(EsiRoute.ITEMS);
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
            answer(status, errorsLeft(remain, reset));
        }
    }

    private static Map<String, String> errorsLeft(int remain, int reset) {
        return Map.of("X-ESI-Error-Limit-Remain", "" + remain, "X-ESI-Error-Limit-Reset", "" + reset);
    }

    private static Map<String, String> tokens(String group, int remaining) {
        return Map.of(
                "X-Ratelimit-Group",
                group,
                "X-Ratelimit-Limit",
                remaining > 150 ? "10000/15m" : "150/15m",
                "X-Ratelimit-Remaining",
                "" + remaining);
    }

    private void answer(int status, Map<String, String> headers) {
        answer(EsiRoute.ITEMS, status, headers);
    }

    private void answer(EsiRoute route, int status, Map<String, String> headers) {
        Map<String, List<String>> lists = new HashMap<>();
        lists.put("Date", List.of("Sun, 01 Mar 2026 12:00:00 GMT"));
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        governor.heed(route, status, new HttpHeaderReader(HttpHeaders.of(lists, (name, value) -> true)));
    }

    private EsiGovernor governor(String... settings) {
        meters.clear();
        return new EsiGovernor(
                EsiSettings.of(
                        URI.create("http://localhost"),
                        Stream.concat(Stream.of("max-in-flight=500", "requests-per-second=0"), Stream.of(settings))
                                .toArray(String[]::new)),
                clock,
                meters);
    }
}
