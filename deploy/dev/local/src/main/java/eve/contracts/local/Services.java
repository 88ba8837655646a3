package eve.contracts.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import eve.contracts.aggregator.AggregatorApplication;
import eve.contracts.api.ContractApiApplication;
import eve.contracts.simulator.EsiSimulator;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/// Runs both services as in any other installation, with all settings from -D and from the environment.
///
/// Only the values of this process are fixed, as arguments, which have the highest priority: the ports, Kafka,
/// the database and the simulator. Defaults that suit a local run better than the services' own defaults have a
/// lower priority than the environment.
final class Services {

    private static final Map<String, Object> COMMON_DEFAULTS = Map.of(
            // Only this machine, like Kafka, PostgreSQL and the simulator.
            "server.address", "127.0.0.1",
            "spring.jmx.enabled", "false",
            "spring.lifecycle.timeout-per-shutdown-phase", "10s");

    /// Short retry delays and no call limits: the simulator's faults end quickly, it has no other clients, and a
    /// user is waiting.
    private static final Map<String, Object> SIMULATOR_DEFAULTS = Map.of(
            "ESI_USER_AGENT", "contract-aggregator-local/1 (simulated)",
            "contracts.intake.retry-delays", "1s,5s,15s,30s",
            "contracts.esi.requests-per-second", "0",
            "contracts.esi.max-in-flight", "1024");

    private final LocalOptions options;
    private final Engines engines;

    Services(LocalOptions options, Engines engines) {
        this.options = options;
        this.engines = engines;
    }

    /// @param simulator null if ESI is not simulated
    ConfigurableApplicationContext startAggregator(@Nullable EsiSimulator simulator) {
        Map<String, Object> fixed = engines();
        fixed.put("server.port", options.aggregatorManagementPort);
        fixed.put("management.server.port", options.aggregatorManagementPort);
        Map<String, Object> defaults = new HashMap<>(COMMON_DEFAULTS);
        defaults.put("contracts.intake.shutdown-grace", "8s");
        if (simulator != null) {
            fixed.put("contracts.esi.base-url", simulator.baseUrl());
            defaults.putAll(SIMULATOR_DEFAULTS);
            defaults.put("contracts.discovery.regions", joined(simulator.regionIds()));
        }
        if (!options.regions.isEmpty()) {
            fixed.put("contracts.discovery.regions", joined(options.regions));
        }
        return run(AggregatorApplication.application(), fixed, defaults);
    }

    ConfigurableApplicationContext startApi(OperatorPassword password) {
        Map<String, Object> fixed = engines();
        fixed.put("server.port", options.apiPort);
        fixed.put("management.server.port", options.apiManagementPort);
        Map<String, Object> defaults = new HashMap<>(COMMON_DEFAULTS);
        defaults.put("OPERATOR_PASSWORD", password.value());
        return run(ContractApiApplication.application(), fixed, defaults);
    }

    private Map<String, Object> engines() {
        return new HashMap<>(Map.of(
                "spring.datasource.url", engines.jdbcUrl(),
                "spring.datasource.username", engines.postgres().username(),
                "spring.datasource.password", engines.postgres().password(),
                "spring.kafka.bootstrap-servers", engines.kafka().bootstrapServers()));
    }

    /// Runs a service without its own shutdown hook: the engines must stop last, so one hook closes everything
    /// in order.
    private static ConfigurableApplicationContext run(
            SpringApplicationBuilder service, Map<String, Object> fixed, Map<String, Object> defaults) {
        return service.bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .initializers(context -> {
                    addBelowTheEnvironment(context.getEnvironment(), defaults);
                    setLogLevels(context.getEnvironment());
                })
                .run(fixed.entrySet().stream()
                        .map(each -> "--" + each.getKey() + "=" + each.getValue())
                        .toArray(String[]::new));
    }

    /// Adds defaults with a lower priority than the user's settings and a higher one than the services' own
    /// files.
    private static void addBelowTheEnvironment(ConfigurableEnvironment environment, Map<String, Object> defaults) {
        environment
                .getPropertySources()
                .addAfter(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new MapPropertySource("defaults of the local run", defaults));
    }

    /// Sets the log levels, because Spring Boot does not configure logging here, see [Warnings].
    private static void setLogLevels(Environment environment) {
        Binder.get(environment)
                .bind("logging.level", Bindable.mapOf(String.class, String.class))
                .ifBound(levels -> levels.forEach((name, level) -> {
                    if (LoggerFactory.getLogger("root".equalsIgnoreCase(name) ? Logger.ROOT_LOGGER_NAME : name)
                            instanceof Logger logger) {
                        logger.setLevel(Level.toLevel(level, logger.getLevel()));
                    }
                }));
    }

    private static String joined(Collection<Long> regions) {
        return regions.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
