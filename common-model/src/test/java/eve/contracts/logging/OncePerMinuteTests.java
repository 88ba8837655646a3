package eve.contracts.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OncePerMinuteTests {

    @Test
    void theFirstTimeAndThenOnceAMinute() {
        // The clock of a process begins anywhere.
        var now = new AtomicLong(Long.MAX_VALUE - 5);
        var log = new OncePerMinute(now::get);

        assertThat(log.isDue()).isTrue();
        assertThat(log.isDue()).isFalse();
        now.addAndGet(Duration.ofMillis(59_999).toNanos());
        assertThat(log.isDue()).isFalse();
        now.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(log.isDue()).isTrue();
        assertThat(log.isDue()).isFalse();
    }
}
