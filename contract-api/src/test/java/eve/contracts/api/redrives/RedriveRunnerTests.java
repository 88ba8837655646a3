package eve.contracts.api.redrives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import eve.contracts.api.ApiTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@ApiTest
class RedriveRunnerTests {

    /// Its thread is that of all work at intervals, such as counting the dead letters for the metrics.
    @Test
    void a_redrive_that_always_has_something_to_do_lets_others_have_the_thread(
            @Autowired JdbcClient database,
            @Autowired PlatformTransactionManager transactions,
            @Autowired RedriveProperties properties,
            @Autowired ReplayPublisher publisher) {
        var steps = new AtomicInteger();
        var endless = new RedriveStep(database, transactions, properties) {
            @Override
            boolean take() {
                return steps.incrementAndGet() > 0;
            }
        };

        assertTimeoutPreemptively(Duration.ofSeconds(20), new RedriveRunner(endless, publisher)::run);

        assertThat(steps.get()).isGreaterThan(1);
    }
}
