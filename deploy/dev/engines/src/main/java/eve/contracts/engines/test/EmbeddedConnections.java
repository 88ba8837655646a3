package eve.contracts.engines.test;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Connects Spring Boot to the embedded engines.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "engines", havingValue = "embedded", matchIfMissing = true)
class EmbeddedConnections {

    @Bean
    KafkaConnectionDetails kafkaConnection() {
        return () -> List.of(Engines.shared().bootstrapServers());
    }

    @Bean
    JdbcConnectionDetails jdbcConnection(Database database) {
        return new DatabaseConnection(database);
    }

    private record DatabaseConnection(Database database) implements JdbcConnectionDetails {

        @Override
        public String getJdbcUrl() {
            return database.jdbcUrl();
        }

        @Override
        public String getUsername() {
            return database.username();
        }

        @Override
        public String getPassword() {
            return database.password();
        }
    }
}
