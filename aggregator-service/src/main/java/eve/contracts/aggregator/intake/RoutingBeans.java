package eve.contracts.aggregator.intake;

import eve.contracts.model.Topics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires what the intake needs and what is no component by itself.
@Configuration(proxyBeanMethods = false)
class RoutingBeans {

    @Bean
    RetryRoute retryRoute(Topics topics, IntakeProperties properties) {
        return new RetryRoute(topics, properties.retryDelays());
    }
}
