package eve.contracts.api;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The names of the topics.
///
/// @param prefix put before the name of each topic, without a separator
@ConfigurationProperties("contracts.topics")
record TopicsProperties(@DefaultValue("") String prefix) {}
