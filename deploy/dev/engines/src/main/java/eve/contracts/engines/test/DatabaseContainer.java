package eve.contracts.engines.test;

import org.testcontainers.postgresql.PostgreSQLContainer;

/// The shared server with a separate database for one Spring context. Starting and stopping it does nothing.
final class DatabaseContainer extends PostgreSQLContainer {

    private final Database database;

    DatabaseContainer(Database database) {
        super(SharedPostgresContainer.IMAGE);
        this.database = database;
    }

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

    @Override
    public String getDatabaseName() {
        return database.name();
    }

    @Override
    public boolean isRunning() {
        return true;
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}
}
