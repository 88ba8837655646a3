package eve.contracts.api;

import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.context.ConfigurableApplicationContext;

/// Starts another instance of the service in this process, on an existing database and existing topics.
public final class ApiReplica implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private ApiReplica(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// @param properties `name=value`
    public static ApiReplica start(Database database, String... properties) {
        var arguments = new ArrayList<>(arguments(database));
        arguments.addAll(List.of("--server.port=0", "--management.server.port=0"));
        for (var property : properties) {
            arguments.add("--" + property);
        }
        return new ApiReplica(ContractApiApplication.application().run(arguments.toArray(String[]::new)));
    }

    public static List<String> arguments(Database database) {
        return List.of(
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--spring.kafka.bootstrap-servers=" + Engines.shared().bootstrapServers(),
                "--spring.kafka.consumer.properties.metadata.max.age.ms=300",
                "--contracts.topics.prefix=" + database.name() + "-",
                "--contracts.projection.group-id=" + database.name(),
                "--contracts.intake.group-id=" + database.name(),
                "--contracts.operator.password=" + Caller.PASSWORD);
    }

    public Caller caller() {
        var port = Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
        return new Caller(() -> "http://localhost:" + port, null);
    }

    /// Returns a caller of the management port.
    public Caller management() {
        var port = Objects.requireNonNull(context.getEnvironment().getProperty("local.management.port"));
        return new Caller(() -> "http://localhost:" + port, null);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
