package eve.contracts.engines.test;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// Connects Spring Boot to the engines in containers, with Spring Boot's service connections.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "engines", havingValue = "containers")
class ContainerConnections {

    @Bean
    @ServiceConnection
    KafkaContainer kafkaContainer() {
        return switch (Engines.shared()) {
            case ContainerEngines containers -> containers.kafka();
            case EmbeddedEngines embedded -> throw new IllegalStateException("the engines of this run are embedded");
        };
    }

    @Bean
    @ServiceConnection
    PostgreSQLContainer postgresContainer(Database database) {
        return new DatabaseContainer(database);
    }
}
