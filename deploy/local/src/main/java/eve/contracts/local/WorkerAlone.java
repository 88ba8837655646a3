package eve.contracts.local;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/// Keeps what only contract-api brings to the common class path out of aggregator-service: there is nothing to log
/// in to, and its metrics are not to be locked.
final class WorkerAlone implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final List<String> OF_THE_API =
            List.of("org.springframework.boot.security.", "org.springframework.boot.thymeleaf.", "org.springdoc.");

    private boolean worker;

    @Override
    public void setEnvironment(Environment environment) {
        worker = "aggregator-service".equals(environment.getProperty("spring.application.name"));
    }

    @Override
    public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
        var match = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            String name = classes[i];
            match[i] = !worker || name == null || OF_THE_API.stream().noneMatch(name::startsWith);
        }
        return match;
    }
}
