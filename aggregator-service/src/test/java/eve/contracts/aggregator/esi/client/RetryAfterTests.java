package eve.contracts.aggregator.esi.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// After a 503 with Retry-After, the request is not repeated before that time.
class RetryAfterTests {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String PATH = EsiRoute.ITEMS.path(1, 1);

    private final MovableClock clock = new MovableClock(NOON);
    private EsiSimulator esi;
    private EsiGovernor governor;
    private EsiClient client;

    @BeforeEach
    void start() {
        esi = EsiSimulator.start(SimulatorOptions.defaults().withContracts(0).withoutLatency());
        EsiProperties properties = EsiSettings.of(esi.baseUrl(), "retries=2", "retry-wait=10ms");
        var meters = new SimpleMeterRegistry();
        governor = new EsiGovernor(properties, clock, meters);
        client = new EsiClient(properties, governor, clock, meters);
        esi.respond(PATH, 503, Map.of("Retry-After", "120"), new byte[0]);
    }

    @AfterEach
    void stop() {
        esi.close();
    }

    @Test
    void whileEsiAnswersOthersTheContractWaitsAndNobodyElse() {
        Verdict verdict = verdict();

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Retry.class,
                        retry -> assertThat(retry.notBefore()).isEqualTo(Duration.ofSeconds(120)));
        assertThat(governor.isPaused()).isFalse();
        assertThat(esi.requests().total()).isEqualTo(2);
    }

    @Test
    void whileEsiIsDownEverybodyWaits() {
        esi.respond(EsiRoute.STATUS.path(), 503, Map.of(), new byte[0]);

        assertThat(verdict()).isInstanceOf(Verdict.Suspended.class);
        assertThat(governor.pausedUntil()).isEqualTo(NOON.plusSeconds(121));
    }

    @Test
    void aRetryAfterBeyondReasonDoesNotPauseForMoreThanAnHour() {
        esi.clearResponses();
        esi.respond(PATH, 503, Map.of("Retry-After", "999999999"), new byte[0]);
        esi.respond(EsiRoute.STATUS.path(), 503, Map.of(), new byte[0]);

        assertThat(verdict()).isInstanceOf(Verdict.Suspended.class);
        assertThat(governor.pausedUntil()).isEqualTo(NOON.plusSeconds(3600));
    }

    private Verdict verdict() {
        FetchFailedException failure =
                catchThrowableOfType(FetchFailedException.class, () -> client.get(EsiRoute.ITEMS, PATH));
        assertThat(failure).isNotNull();
        return failure.verdict();
    }
}
