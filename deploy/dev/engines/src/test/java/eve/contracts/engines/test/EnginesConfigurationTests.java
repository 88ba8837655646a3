package eve.contracts.engines.test;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.engines.Records;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaTemplate;

@SpringBootTest
class EnginesConfigurationTests {

    @Autowired
    private Database database;

    @Autowired
    private DataSource dataSource;

    @Autowired
    private KafkaTemplate<Object, Object> kafka;

    @Autowired
    private KafkaConnectionDetails kafkaConnection;

    @Value("${engines.database}")
    private String topicPrefix;

    @Test
    void connectsSpringBootToTheContextsOwnDatabase() throws Exception {
        assertThat(databaseOf(dataSource)).isEqualTo(database.name());
        assertThat(database.name()).isEqualTo(topicPrefix);
    }

    @Test
    void connectsSpringBootToTheSharedBroker() throws Exception {
        String servers = Engines.shared().bootstrapServers();
        String topic = topicPrefix + "-ids-" + UUID.randomUUID();
        Records.createTopic(servers, topic);

        kafka.send(topic, "123").get(30, TimeUnit.SECONDS);

        assertThat(kafkaConnection.getBootstrapServers()).isEqualTo(List.of(servers));
    }

    @Test
    void anotherContextHasAnotherDatabaseAndTakesNothingAwayWhenItCloses() throws Exception {
        try (var other = new SpringApplicationBuilder(App.class).run()) {
            assertThat(databaseOf(other.getBean(DataSource.class))).isNotEqualTo(database.name());
        }

        assertThat(databaseOf(dataSource)).isEqualTo(database.name());
        connectsSpringBootToTheSharedBroker();
    }

    private static String databaseOf(DataSource dataSource) throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getCatalog();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(EnginesConfiguration.class)
    static class App {}
}
