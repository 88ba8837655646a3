package eve.contracts.engines.test;

import java.util.Locale;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// A server in a container for the whole run: closing a Spring context does not stop it.
final class SharedPostgresContainer extends PostgreSQLContainer {

    static final String IMAGE = "postgres:18";

    private SharedPostgresContainer() {
        super(IMAGE);
        setCommand("postgres", "-c", "max_connections=200", "-c", "wal_level=logical", "-c", "fsync=on");
    }

    static SharedPostgresContainer started() {
        SharedPostgresContainer container = new SharedPostgresContainer();
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stopAtExit, "postgres-stop"));
        return container;
    }

    String jdbcUrl(String database) {
        return String.format(
                Locale.ROOT, "jdbc:postgresql://%s:%d/%s", getHost(), getMappedPort(POSTGRESQL_PORT), database);
    }

    /// Does nothing: the container stops at the end of the run.
    @Override
    public void stop() {}

    private void stopAtExit() {
        super.stop();
    }
}
