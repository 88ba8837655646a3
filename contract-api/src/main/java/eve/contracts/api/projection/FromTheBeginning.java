package eve.contracts.api.projection;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.listener.ConsumerSeekAware;
import org.springframework.stereotype.Component;

/// Where a projection begins with a partition: where its group left off, or at the beginning when it is to be rebuilt.
@Component
public final class FromTheBeginning {

    private final boolean rebuild;

    FromTheBeginning(ProjectionProperties properties) {
        this.rebuild = properties.rebuild();
    }

    public void onPartitionsAssigned(
            Map<TopicPartition, Long> assignments, ConsumerSeekAware.ConsumerSeekCallback callback) {
        if (rebuild) {
            callback.seekToBeginning(assignments.keySet());
        }
    }
}
