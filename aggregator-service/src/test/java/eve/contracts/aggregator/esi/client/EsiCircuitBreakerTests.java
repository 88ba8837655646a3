package eve.contracts.aggregator.esi.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.simulator.MovableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// While ESI may be down, no call is sent until a probe was answered.
class EsiCircuitBreakerTests {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T11:00:00Z"));
    private final EsiGovernor governor =
            new EsiGovernor(EsiSettings.of(URI.create("http://localhost")), clock, new SimpleMeterRegistry());
    private final EsiCircuitBreaker outage = new EsiCircuitBreaker(governor, INTERVAL, this::probe);
    private Runnable meanwhile = () -> {};
    private boolean up;
    private int probes;

    private @Nullable String probe() {
        probes++;
        meanwhile.run();
        return up ? null : "no answer";
    }

    @Test
    void anAnswerOfBeforeThatArrivesWhileTheProbeIsOutDoesNotOpenTheWay() throws Exception {
        meanwhile = outage::seenUp;
        assertThat(outage.isUpSince(outage.mark())).isFalse();
        clock.advance(INTERVAL);

        assertThatThrownBy(outage::ensureOver).isInstanceOf(FetchFailedException.class);
        assertThat(probes).isEqualTo(2);
    }

    @Test
    void aFailureDuringAPauseIsLookedIntoWhenThePauseEnds() throws Exception {
        governor.pause(new BudgetPause(Duration.ofMinutes(1), "only 20 errors are left"));
        assertThat(outage.isUpSince(outage.mark())).isFalse();
        assertThat(probes).as("probes during the pause").isZero();
        clock.advance(Duration.ofMinutes(1));

        assertThatThrownBy(outage::ensureOver).isInstanceOf(FetchFailedException.class);
        clock.advance(INTERVAL);
        up = true;
        assertThatCode(outage::ensureOver).doesNotThrowAnyException();
        outage.ensureOver();
        assertThat(probes).isEqualTo(2);
    }

    @Test
    void whileOthersAreAnsweredAFailureIsTheContractsOwn() throws Exception {
        long mark = outage.mark();
        outage.seenUp();

        assertThat(outage.isUpSince(mark)).isTrue();
        assertThat(probes).isZero();
    }
}
