package eve.contracts.api;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/// Makes a [Caller] that knows the port, anonymous until told otherwise.
@TestConfiguration(proxyBeanMethods = false)
class CallerConfiguration {

    @Bean
    Caller caller(Environment environment) {
        return new Caller(() -> "http://localhost:" + environment.getRequiredProperty("local.server.port"), null);
    }
}
