package eve.contracts.api.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Access to contracts and to the status of ids. Dead letters and redrives always need a login.
///
/// @param open whether reading needs no login
@ConfigurationProperties("contracts.reading")
record ReadingProperties(@DefaultValue("true") boolean open) {}
