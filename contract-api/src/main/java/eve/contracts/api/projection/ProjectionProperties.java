package eve.contracts.api.projection;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How topics are followed into tables.
///
/// @param groupId begins the names of the consumer groups, which all replicas share. A new one reads the
///     topics from their beginning, which is how the tables are rebuilt: rows that are missing come back,
///     decisions on dead letters stay
@ConfigurationProperties("contracts.projection")
record ProjectionProperties(@DefaultValue("contract-api") String groupId) {}
