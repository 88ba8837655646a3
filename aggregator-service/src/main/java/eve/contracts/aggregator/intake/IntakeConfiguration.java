package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.intake.consumer.PausedPollWorkaround;
import eve.contracts.aggregator.intake.retry.RetryRoute;
import eve.contracts.model.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;

/// Declares the beans of the intake that are not components themselves.
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

    /// Short, so that a stop does not wait long for a broker that is down.
    private static final int PATIENCE_MILLIS = 5_000;

    @Bean
    RetryRoute retryRoute(Topics topics, IntakeProperties properties) {
        return new RetryRoute(topics, properties.retryDelays());
    }

    /// Shared by all periodic requests to Kafka.
    @Bean
    Admin admin(KafkaAdmin kafka) {
        Map<String, Object> properties = new HashMap<>(kafka.getConfigurationProperties());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        return Admin.create(properties);
    }

    @Bean
    DefaultKafkaConsumerFactoryCustomizer pausedPollWorkaround() {
        return factory -> PausedPollWorkaround.applyTo(factory);
    }
}
