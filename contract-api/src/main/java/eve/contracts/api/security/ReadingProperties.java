package eve.contracts.api.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Who may read.
///
/// @param open whether reading needs no login
@ConfigurationProperties("contracts.reading")
record ReadingProperties(@DefaultValue("true") boolean open) {}
