package eve.contracts.api.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Who may read contracts and where ids stand. Dead letters and redrives are never open.
///
/// @param open whether reading needs no login
@ConfigurationProperties("contracts.reading")
record ReadingProperties(@DefaultValue("true") boolean open) {}
