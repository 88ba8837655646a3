package eve.contracts.aggregator.esi.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Calls get the streams that a server allows in order of arrival.
class StreamLimitTests {

    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    private final StreamLimit limit = new StreamLimit();
    private final BlockingQueue<Integer> entered = new LinkedBlockingQueue<>();

    @Test
    void whoCameFirstGoesFirstAndNewcomersDoNotOvertake() throws InterruptedException {
        allowOne();
        List<Thread> callers = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            callers.add(caller(n));
        }
        limit.leave(true);

        List<Integer> order = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            order.add(entered.take());
            if (n == 5) {
                callers.add(caller(20));
            }
            limit.leave(true);
        }
        assertThat(order).isSorted().hasSize(20).doesNotContain(20);
        assertThat(entered.take()).isEqualTo(20);
        for (Thread each : callers) {
            each.join();
        }
    }

    @Test
    void whoHasNoPlaceInTimeLeavesTheQueueToTheOthers() throws InterruptedException {
        allowOne();

        assertThat(limit.enter(1)).isFalse();

        Thread next = caller(1);
        limit.leave(false);
        assertThat(entered.take()).isEqualTo(1);
        next.join();
    }

    /// Lowers the limit to one: one call is in flight, and the server has rejected another one beside it.
    private void allowOne() throws InterruptedException {
        limit.enter(LONG);
        limit.enter(LONG);
        limit.leave(true);
    }

    private Thread caller(int number) {
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                limit.enter(LONG);
                entered.add(number);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> caller.getState() == Thread.State.TIMED_WAITING || !caller.isAlive());
        return caller;
    }
}
