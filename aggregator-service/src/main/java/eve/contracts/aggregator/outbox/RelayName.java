package eve.contracts.aggregator.outbox;

import eve.contracts.model.Topics;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The name of this process's relay: as holder of leases, and in the `transactional.id` of its producers.
@Component
class RelayName {

    private final String value;

    RelayName(Topics topics) {
        this.value = topics.events() + "-relay-" + UUID.randomUUID();
    }

    String value() {
        return value;
    }

    /// Returns two, so that one transaction begins while Kafka still completes the one before.
    static List<String> transactionalIds(String relay) {
        return List.of(relay + "-0", relay + "-1");
    }
}
