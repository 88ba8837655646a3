package eve.contracts.api.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eve.contracts.model.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.web.ErrorResponseException;

class WorkerProgressTests {

    /// Port 1 has no broker.
    private final WorkerProgress worker = new WorkerProgress(
            new KafkaAdmin(Map.of("bootstrap.servers", "localhost:1")),
            new Topics("x-"),
            new WorkerProperties("contract-aggregator"));

    @Test
    void whileKafkaIsAwayOneCallWaitsForItAndThoseBehindAreToldAtOnce() {
        assertOutOfReach();
        var first = Instant.now();

        for (int call = 0; call < 20; call++) {
            assertOutOfReach();
        }

        // Without the cache each call would wait for three seconds, one after the other.
        assertThat(Duration.between(first, Instant.now())).isLessThan(Duration.ofSeconds(1));
        worker.destroy();
    }

    private void assertOutOfReach() {
        assertThatThrownBy(() -> worker.committed(0, 0))
                .isInstanceOf(ErrorResponseException.class)
                .hasMessageContaining("503");
    }
}
