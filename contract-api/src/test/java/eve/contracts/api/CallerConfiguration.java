package eve.contracts.api;

import eve.contracts.engines.test.DatabaseTemplate;
import eve.contracts.schema.MigratedDatabase;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/// A [Caller] that knows the port and has no login, and databases with the schema.
@TestConfiguration(proxyBeanMethods = false)
class CallerConfiguration {

    @Bean
    DatabaseTemplate schema() {
        return MigratedDatabase.TEMPLATE;
    }

    @Bean
    Caller caller(Environment environment) {
        return new Caller(() -> "http://localhost:" + environment.getRequiredProperty("local.server.port"), null);
    }
}
