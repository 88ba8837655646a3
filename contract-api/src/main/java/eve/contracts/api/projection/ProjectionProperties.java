package eve.contracts.api.projection;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The projection of topics into tables.
///
/// @param groupId the prefix of the consumer groups, which all replicas share. A new one reads the topics from
///     their beginning, which rebuilds the tables: missing rows are restored, and decisions on dead letters
///     stay
@ConfigurationProperties("contracts.projection")
record ProjectionProperties(@DefaultValue("contract-api") String groupId) {}
