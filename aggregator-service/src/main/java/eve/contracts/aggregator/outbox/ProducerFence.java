package eve.contracts.aggregator.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.FenceProducersOptions;
import org.apache.kafka.common.KafkaException;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/// Fences the producers of relays whose leases expired.
@Component
class ProducerFence {

    private final Map<String, Object> configuration;
    private final int timeoutMillis;

    ProducerFence(KafkaAdmin admin, OutboxProperties properties) {
        this.configuration = new HashMap<>(admin.getConfigurationProperties());
        this.timeoutMillis = Math.toIntExact(properties.lease().dividedBy(3).toMillis());
        configuration.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMillis);
        configuration.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis);
    }

    /// Aborts what the relays have in flight; nothing that they send afterwards is written.
    ///
    /// @throws KafkaException when this is not certain
    void raise(List<String> relays) throws InterruptedException {
        Admin admin = Admin.create(configuration);
        try {
            List<String> producers = relays.stream()
                    .flatMap(relay -> RelayName.transactionalIds(relay).stream())
                    .toList();
            admin.fenceProducers(producers, new FenceProducersOptions().timeoutMs(timeoutMillis))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("Relays were not fenced: " + relays, e.getCause());
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
