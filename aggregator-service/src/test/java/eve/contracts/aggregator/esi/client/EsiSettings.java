package eve.contracts.aggregator.esi.client;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// Creates the settings as Spring binds them, including defaults.
public final class EsiSettings {

    private EsiSettings() {}

    /// @param others `name=value` below `contracts.esi`
    public static EsiProperties of(URI baseUrl, String... others) {
        Map<String, String> values = new HashMap<>();
        values.put("contracts.esi.base-url", baseUrl.toString());
        values.put("contracts.esi.user-agent", "aggregator-tests/1.0 (tests@example.org)");
        for (String other : others) {
            String[] parts = other.split("=", 2);
            values.put("contracts.esi." + parts[0], parts[1]);
        }
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("contracts.esi", EsiProperties.class);
    }
}
