package eve.contracts.api.projection;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How topics are followed into tables.
///
/// @param groupId the consumer groups' names begin with it; all replicas share them
/// @param rebuild reads the topics from their beginning at the start: rows that are missing come back, decisions on dead
///     letters stay; to be taken out again afterwards, though leaving it in costs time only
@ConfigurationProperties("contracts.projection")
record ProjectionProperties(
        @DefaultValue("contract-api") String groupId, @DefaultValue("false") boolean rebuild) {}
