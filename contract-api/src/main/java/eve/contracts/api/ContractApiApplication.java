package eve.contracts.api;

import eve.contracts.model.Topics;
import java.time.Clock;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/// Starts the HTTP service. Its configuration file is `contract-api.yml`, so that both services can be on one
/// class path.
@SpringBootApplication
@ConfigurationPropertiesScan
public class ContractApiApplication {

    public static void main(String[] args) {
        application().run(args);
    }

    /// Returns the application, ready to run; callers may add properties.
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(ContractApiApplication.class)
                .properties(Map.of("spring.config.name", "contract-api"));
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Topics topics(TopicsProperties properties) {
        return new Topics(properties.prefix());
    }
}
