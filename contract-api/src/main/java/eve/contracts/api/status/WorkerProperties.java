package eve.contracts.api.status;

import eve.contracts.model.Topics;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// The worker's settings that this service needs; aggregator-service has the same properties.
///
/// @param groupId the consumer group of `contract-ids`; by default `contract-aggregator` with the prefix of the
///     topics. The group of a retry tier has the tier's number appended
@ConfigurationProperties("contracts.intake")
record WorkerProperties(@Nullable String groupId) {

    String group(Topics topics) {
        return groupId == null ? topics.workerGroup() : groupId;
    }
}
