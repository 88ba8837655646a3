package eve.contracts.engines.test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// The engines in containers.
record ContainerEngines(SharedKafkaContainer kafka, SharedPostgresContainer postgres) implements Engines {

    static ContainerEngines start() {
        var both = SharedEngines.both(SharedKafkaContainer::started, SharedPostgresContainer::started);
        return new ContainerEngines(both.first(), both.second());
    }

    @Override
    public String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    @Override
    public synchronized Database createDatabase() {
        String name = DatabaseNames.next();
        try (Connection connection = DriverManager.getConnection(
                        postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword());
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database " + name, e);
        }
        return new Database(name, postgres.jdbcUrl(name), postgres.getUsername(), postgres.getPassword());
    }
}
