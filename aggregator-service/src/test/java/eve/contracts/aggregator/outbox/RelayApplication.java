package eve.contracts.aggregator.outbox;

import eve.contracts.model.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/// Runs only the relay: a replica of the worker that consumes no ids. Started in this process, or as a process
/// that can be killed and stopped. Not annotated as a configuration, so that the worker's own component scan
/// ignores it.
@EnableAutoConfiguration
@EnableConfigurationProperties(OutboxProperties.class)
@ComponentScan
class RelayApplication {

    public static void main(String[] args) {
        run(List.of(args));
    }

    static ConfigurableApplicationContext run(List<String> arguments) {
        return new SpringApplicationBuilder(RelayApplication.class)
                .web(WebApplicationType.NONE)
                .properties(Map.of("spring.config.name", "aggregator", "spring.main.banner-mode", "off"))
                .run(arguments.toArray(String[]::new));
    }

    static List<String> arguments(String jdbcUrl, String username, String password, String kafka, String prefix) {
        return List.of(
                "--spring.datasource.url=" + jdbcUrl,
                "--spring.datasource.username=" + username,
                "--spring.datasource.password=" + password,
                "--spring.kafka.bootstrap-servers=" + kafka,
                "--contracts.topics.prefix=" + prefix,
                "--contracts.outbox.lease=" + LEASE.toMillis() + "ms",
                "--contracts.outbox.heartbeat=300ms",
                "--management.endpoints.enabled-by-default=false",
                "--spring.main.keep-alive=true");
    }

    static final Duration LEASE = Duration.ofSeconds(3);

    @Bean
    Topics topics(@Value("${contracts.topics.prefix}") String prefix) {
        return new Topics(prefix);
    }
}
