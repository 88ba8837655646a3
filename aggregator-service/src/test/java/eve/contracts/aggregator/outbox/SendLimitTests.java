package eve.contracts.aggregator.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SendLimitTests {

    private static final long QUICK = Duration.ofMillis(900).toNanos();
    private static final long LATENT = Duration.ofMillis(2_000).toNanos();
    private static final long SLOW = Duration.ofMillis(2_900).toNanos();

    private final SendLimit limit = new SendLimit(new OutboxProperties(
            true,
            "source",
            4_000,
            1_000_000,
            Duration.ofSeconds(9),
            Duration.ofSeconds(1),
            Duration.ofMillis(5),
            Duration.ofSeconds(1)));

    @Test
    void halvesUntilItFitsAndGrowsOnlyWhereItIsQuick() {
        limit.failed(1_000_000);
        limit.failed(500_000);
        assertThat(limit.bytes()).isEqualTo(250_000);

        limit.sent(240_000, SLOW);
        assertThat(limit.bytes()).isEqualTo(250_000);
        limit.sent(240_000, QUICK);
        limit.sent(480_000, QUICK);
        limit.sent(980_000, QUICK);
        assertThat(limit.bytes()).isEqualTo(1_000_000);
    }

    @Test
    void recoversWhereEachTransactionTakesItsTimeWhateverItsSize() {
        for (long latency : new long[] {QUICK, Duration.ofMillis(1_400).toNanos(), LATENT, SLOW}) {
            while (limit.bytes() > 1024) {
                limit.failed(limit.bytes());
            }
            for (int sent = 0; sent < 200; sent++) {
                limit.sent(limit.bytes(), latency);
            }
            assertThat(limit.bytes()).as("latency of %d ns", latency).isEqualTo(1_000_000);
        }
    }

    @Test
    void triesOnlyNowAndThenWhetherMoreWouldFitWhereTheSizeTakesTheTime() {
        int failed = 0;
        for (int sent = 0; sent < 1_000; sent++) {
            if (limit.bytes() > 500_000) {
                limit.failed(limit.bytes());
                failed++;
            } else {
                limit.sent(limit.bytes(), LATENT);
            }
        }
        assertThat(failed).isLessThan(70);
        assertThat(limit.bytes()).isGreaterThanOrEqualTo(500_000);
    }

    @Test
    void oneThatSaysNothingAboutTheLimitDoesNotRaiseIt() {
        limit.failed(800_000);
        limit.sent(1_000, QUICK);
        assertThat(limit.bytes()).isEqualTo(400_000);
    }

    @Test
    void neverComesToNothing() {
        for (int i = 0; i < 100; i++) {
            limit.failed(limit.bytes());
        }
        assertThat(limit.bytes()).isEqualTo(1024);
    }
}
