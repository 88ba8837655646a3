package eve.contracts.benchmark.outbox;

import eve.contracts.benchmark.Contenders;
import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// A database and a topic for one contender, and applications that activate only the contender's own libraries.
record Surroundings(EmbeddedKafka kafka, EmbeddedPostgresServer postgres, String name) {

    static final int PARTITIONS = 6;

    static Surroundings create(EmbeddedKafka kafka, EmbeddedPostgresServer postgres, String name) throws Exception {
        postgres.createDatabase(name);
        var surroundings = new Surroundings(kafka, postgres, name);
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(surroundings.topic(), PARTITIONS, (short) 1)
                            .configs(Map.of("message.timestamp.type", "LogAppendTime"))))
                    .all()
                    .get();
        }
        return surroundings;
    }

    String topic() {
        return name + "-contract-events";
    }

    JdbcClient jdbc() {
        return JdbcClient.create(
                new DriverManagerDataSource(postgres.jdbcUrl(name), postgres.username(), postgres.password()));
    }

    /// @param libraries prefix of the class names of the contender's automatic configurations
    ConfigurableApplicationContext application(Class<?> configuration, String libraries, List<String> properties) {
        List<String> all = new ArrayList<>(List.of(
                "spring.config.name=benchmark",
                "spring.main.banner-mode=off",
                "spring.threads.virtual.enabled=true",
                "spring.datasource.url=" + postgres.jdbcUrl(name),
                "spring.datasource.username=" + postgres.username(),
                "spring.datasource.password=" + postgres.password(),
                "spring.datasource.hikari.maximum-pool-size=16",
                "spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "spring.kafka.producer.acks=all",
                "spring.kafka.producer.compression-type=lz4",
                "logging.level.root=warn",
                Contenders.excludeAllBut(libraries)));
        all.addAll(properties);
        return new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .run(all.stream().map(each -> "--" + each).toArray(String[]::new));
    }
}
