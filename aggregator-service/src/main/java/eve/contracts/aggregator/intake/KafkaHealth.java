package eve.contracts.aggregator.intake;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/// Reports down while no broker answers, or a listener is no member of its group; part of readiness. ESI is
/// not: the worker is healthy while it waits for ESI.
@Component("kafkaHealthIndicator")
class KafkaHealth extends AbstractHealthIndicator {

    private static final int PATIENCE_SECONDS = 3;

    private final Admin admin;
    private final ListenerWatch watch;

    KafkaHealth(Admin admin, ListenerWatch watch) {
        super("No Kafka broker answers");
        this.admin = admin;
        this.watch = watch;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder)
            throws ExecutionException, InterruptedException, TimeoutException {
        int brokers = admin.describeCluster()
                .nodes()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .size();
        builder.up().withDetail("brokers", brokers);
        List<String> outside = watch.outsideTheirGroup();
        if (!outside.isEmpty()) {
            builder.down().withDetail("outside their group", outside);
        }
    }
}
