package eve.contracts.api.standing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What has to be known of the worker; the same properties are aggregator-service's.
///
/// @param groupId the consumer group of `contract-ids`; that of a retry tier has the tier's number appended
@ConfigurationProperties("contracts.intake")
record WorkerProperties(@DefaultValue("contract-aggregator") String groupId) {}
