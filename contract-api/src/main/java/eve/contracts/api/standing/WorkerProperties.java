package eve.contracts.api.standing;

import eve.contracts.model.Topics;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// What has to be known of the worker; the same properties are aggregator-service's.
///
/// @param groupId the consumer group of `contract-ids`, `contract-aggregator` after the topics' prefix by default; that
///     of a retry tier has the tier's number appended
@ConfigurationProperties("contracts.intake")
record WorkerProperties(@Nullable String groupId) {

    String group(Topics topics) {
        return groupId == null ? topics.workerGroup() : groupId;
    }
}
