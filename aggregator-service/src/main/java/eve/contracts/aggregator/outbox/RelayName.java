package eve.contracts.aggregator.outbox;

import eve.contracts.model.Topics;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// What this process's relay is called: as holder of leases, and as `transactional.id` at Kafka.
@Component
class RelayName {

    private final String value;

    RelayName(Topics topics) {
        this.value = topics.events() + "-relay-" + UUID.randomUUID();
    }

    String value() {
        return value;
    }
}
