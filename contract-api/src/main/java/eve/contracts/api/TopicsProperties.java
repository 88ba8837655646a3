package eve.contracts.api;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How topics are named.
///
/// @param prefix put before the name of each topic as it is
@ConfigurationProperties("contracts.topics")
record TopicsProperties(@DefaultValue("") String prefix) {}
