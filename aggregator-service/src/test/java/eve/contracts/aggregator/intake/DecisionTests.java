package eve.contracts.aggregator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecisionTests {

    private final Decision decision = new Decision();

    @Test
    void theDeadlineDecidesAgainWhileAContractIsFetchedAfterAWriteConflict() {
        assertThat(decision.acquire()).isTrue();
        assertThat(decision.byDeadline()).isFalse();

        decision.release();

        assertThat(decision.byDeadline()).isTrue();
        assertThat(decision.acquire()).isFalse();
        assertThat(decision.byWork()).isFalse();
    }

    @Test
    void afterAWriteConflictTheWorkStoresUnlessTheDeadlineHasDecided() {
        assertThat(decision.acquire()).isTrue();
        decision.release();

        assertThat(decision.acquire()).isTrue();
        assertThat(decision.byDeadline()).isFalse();
        assertThat(decision.byWork()).isTrue();
        assertThat(decision.byDeadline()).isFalse();
    }

    @Test
    void aConflictBeforeAnythingWasStoredTakesNothingFromTheDeadline() {
        assertThat(decision.byDeadline()).isTrue();

        decision.release();

        assertThat(decision.acquire()).isFalse();
    }
}
