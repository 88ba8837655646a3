package eve.contracts.local;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

/// The user's settings from -D and the environment, found under the names that the services use.
final class UserSettings {

    private static final ConfigurableEnvironment ENVIRONMENT = new StandardEnvironment();

    static {
        ConfigurationPropertySources.attach(ENVIRONMENT);
    }

    private UserSettings() {}

    /// Returns the first of the settings that is set and not blank.
    static @Nullable String first(String... names) {
        for (String name : names) {
            String value = ENVIRONMENT.getProperty(name);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }
}
