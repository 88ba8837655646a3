package eve.contracts.aggregator.discovery;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings of discovery: the regions whose ids the worker publishes by itself.
///
/// @param regions EVE region ids; empty: none, ids only come from outside
/// @param interval how often to check for a new listing; ESI is asked only when the old one has expired
@ConfigurationProperties("contracts.discovery")
public record DiscoveryProperties(
        @DefaultValue List<Long> regions,
        @DefaultValue("30s") Duration interval) {

    public DiscoveryProperties {
        regions = List.copyOf(regions);
        if (interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("contracts.discovery.interval must be 1 s to 1 day, not " + interval);
        }
    }
}
