package eve.contracts.local;

import eve.contracts.aggregator.AggregatorApplication;
import eve.contracts.api.ContractApiApplication;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// Runs both services as they are anywhere else, told by the same settings that users set.
final class Services {

    static final String GROUP = "contract-aggregator";
    private static final List<String> RETRY_DELAYS = List.of("10s", "1m", "10m", "1h");
    /// The simulator heals quickly, and somebody is watching.
    private static final List<String> SIMULATED_RETRY_DELAYS = List.of("1s", "10s", "1m", "10m");

    private final LocalOptions options;
    private final Engines engines;

    Services(LocalOptions options, Engines engines) {
        this.options = options;
        this.engines = engines;
    }

    static int retryTiers() {
        return RETRY_DELAYS.size();
    }

    ConfigurableApplicationContext startAggregator(URI esi, List<Long> regions) {
        List<String> settings = common();
        settings.add("ESI_BASE_URL=" + esi);
        if (options.isSimulated()) {
            settings.add("ESI_USER_AGENT=contract-aggregator-local/1 (simulated)");
        }
        settings.add("server.port=" + options.aggregatorManagementPort);
        settings.add("contracts.discovery.regions=" + joined(regions));
        settings.add("contracts.intake.group-id=" + GROUP);
        settings.add("contracts.intake.retry-delays="
                + String.join(",", options.isSimulated() ? SIMULATED_RETRY_DELAYS : RETRY_DELAYS));
        settings.add("contracts.intake.shutdown-grace=8s");
        return run(AggregatorApplication.application(), settings);
    }

    ConfigurableApplicationContext startApi(OperatorPassword password) {
        List<String> settings = common();
        settings.add("OPERATOR_PASSWORD=" + password.value());
        settings.add("server.port=" + options.apiPort);
        settings.add("management.server.port=" + options.apiManagementPort);
        return run(ContractApiApplication.application(), settings);
    }

    private List<String> common() {
        return new ArrayList<>(List.of(
                "DATABASE_URL=" + engines.jdbcUrl(),
                "DATABASE_USERNAME=" + engines.postgres().username(),
                "DATABASE_PASSWORD=" + engines.postgres().password(),
                "KAFKA_BOOTSTRAP_SERVERS=" + engines.kafka().bootstrapServers(),
                "spring.jmx.enabled=false",
                "spring.lifecycle.timeout-per-shutdown-phase=10s"));
    }

    /// Without hooks of their own: the engines must outlive them, so one hook closes all in order.
    private static ConfigurableApplicationContext run(SpringApplicationBuilder service, List<String> settings) {
        return service.bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .run(settings.stream().map(each -> "--" + each).toArray(String[]::new));
    }

    private static String joined(List<Long> regions) {
        return regions.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
