package eve.contracts.api.submission;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.support.ProducerListener;

/// Keeps spring-kafka from logging each id that Kafka does not acknowledge, up to 10,000 in a call:
/// [IdPublisher] logs the failure once.
@Configuration(proxyBeanMethods = false)
class QuietProducer {

    @Bean
    ProducerListener<Object, Object> producerListener() {
        return new ProducerListener<>() {};
    }
}
