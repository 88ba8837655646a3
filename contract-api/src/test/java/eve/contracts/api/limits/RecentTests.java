package eve.contracts.api.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentTests {

    private final AtomicInteger asked = new AtomicInteger();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aCrowdAsksOnceAndAgainWhenTheAnswerIsTooOld() {
        var recent = new Recent<>(asked::incrementAndGet, Duration.ofSeconds(1), () -> now);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int each = 0; each < 100; each++) {
                threads.submit(recent::get);
            }
        }
        assertThat(recent.get()).isEqualTo(1);
        now = now.plusMillis(1_001);
        assertThat(recent.get()).isEqualTo(2);
    }

    @Test
    void aFailureIsNotRepeatedForEachOfTheCrowd() {
        var recent = new Recent<Integer>(
                () -> {
                    throw new IllegalStateException("away " + asked.incrementAndGet());
                },
                Duration.ofSeconds(1),
                () -> now);

        assertThatThrownBy(recent::get).hasMessage("away 1");
        assertThatThrownBy(recent::get).hasMessage("away 1");
        now = now.plusMillis(1_001);
        assertThatThrownBy(recent::get).hasMessage("away 2");
    }
}
