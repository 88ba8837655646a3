package eve.contracts.local;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/// Disables in aggregator-service the auto-configurations that only contract-api needs, because both share a
/// class path: the worker has no login, and its metrics need none.
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
