package eve.contracts.aggregator;

import eve.contracts.schema.MigrationDatabase;
import java.time.Clock;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/// Starts the worker. Its configuration is `aggregator.yml`, so that both services can share one class path.
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@Import(MigrationDatabase.class)
public class AggregatorApplication {

    public static void main(String[] args) {
        application().run(args);
    }

    /// The application, ready to run; callers may add properties.
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(AggregatorApplication.class)
                .properties(Map.of("spring.config.name", "aggregator"));
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
