package eve.contracts.aggregator.intake.retry;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.model.Topics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Only failures use up attempts, not the tier in which a record waits.
class RetryRouteTests {

    private static final List<Duration> DELAYS =
            List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1));

    private final Topics topics = new Topics("");
    private final RetryRoute route = new RetryRoute(topics, DELAYS);

    @Test
    void aRecordThatWasPostponedToTheLastTierFailsThereAsOftenAsAnyOther() {
        assertThat(route.postponed(Source.CONTRACT_IDS, Duration.ofMinutes(25)).topic())
                .isEqualTo(topics.retry(3));

        for (int attempts = 0; attempts < DELAYS.size(); attempts++) {
            assertThat(route.afterFailure(attempts, tier(3), null))
                    .isEqualTo(new RetryRoute.Next(topics.retry(3), Duration.ofHours(1)));
        }
        assertThat(route.afterFailure(DELAYS.size(), tier(3), null)).isEqualTo(route.deadLetter());
    }

    @Test
    void aRecordThatFailsEachTimeGoesThroughEveryTierOnce() {
        for (int attempts = 0; attempts < DELAYS.size(); attempts++) {
            assertThat(route.afterFailure(attempts, attempts == 0 ? Source.CONTRACT_IDS : tier(attempts - 1), null))
                    .isEqualTo(new RetryRoute.Next(topics.retry(attempts), DELAYS.get(attempts)));
        }
    }

    @Test
    void aRecordThatSkippedTiersBecauseEsiAskedForPatienceKeepsItsAttempts() {
        assertThat(route.afterFailure(0, Source.CONTRACT_IDS, Duration.ofMinutes(25)))
                .isEqualTo(new RetryRoute.Next(topics.retry(3), Duration.ofHours(1)));
        assertThat(route.afterFailure(1, tier(3), Duration.ofHours(2)))
                .isEqualTo(new RetryRoute.Next(topics.retry(3), Duration.ofHours(2)));
    }

    @Test
    void aRecordWhoseAttemptsAreUsedUpIsADeadLetterFromWhateverTier() {
        assertThat(route.afterFailure(4, tier(1), null)).isEqualTo(route.deadLetter());
        assertThat(route.afterFailure(9, tier(3), Duration.ofHours(2))).isEqualTo(route.deadLetter());
    }

    private static Source tier(int number) {
        return new Source.RetryTier(number);
    }
}
