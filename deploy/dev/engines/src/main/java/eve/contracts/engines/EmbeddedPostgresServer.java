package eve.contracts.engines;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL 18 in a process of its own, on 127.0.0.1 only.
///
/// Committed data is flushed to disk: `fsync`, `synchronous_commit` and `full_page_writes` are on. If this
/// process is killed, the server keeps running; the next start on the same folder stops it and uses the folder.
/// Nothing stops the server at exit: call [#close()] after everything that uses it is closed.
public final class EmbeddedPostgresServer implements AutoCloseable {

    private static final String SUPERUSER = "postgres";

    private final Path directory;
    private final boolean temporary;
    private final int port;
    private final String portOption;
    private final Map<String, String> settings;

    private @Nullable RunningPostgres running;

    private EmbeddedPostgresServer(Options options) {
        this.temporary = options.directory == null;
        this.directory = options.directory == null ? TemporaryFolder.create("postgres") : options.directory;
        this.port = options.port == 0 ? Ports.anyFree() : options.port;
        this.portOption = options.portOption;
        this.settings = Map.copyOf(options.settings);
    }

    /// Returns options for a server; only [Options#start()] starts it.
    public static Options options() {
        return new Options();
    }

    /// Returns the JDBC URL of the database `postgres`, which every server has.
    public String jdbcUrl() {
        return jdbcUrl("postgres");
    }

    /// Returns the JDBC URL of a database, whether it exists or not.
    public String jdbcUrl(String database) {
        return String.format(Locale.ROOT, "jdbc:postgresql://%s:%d/%s", Ports.HOST, port, database);
    }

    public int port() {
        return port;
    }

    public String username() {
        return SUPERUSER;
    }

    /// Returns a password for clients that must send one. The server does not check passwords of local
    /// connections.
    public String password() {
        return SUPERUSER;
    }

    /// Creates a database if it is missing.
    ///
    /// @param name a plain identifier: lower-case letters, digits and `_`
    public void createDatabase(String name) {
        if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("not a plain identifier: " + name);
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl(), username(), password());
                Statement statement = connection.createStatement()) {
            boolean exists = statement
                    .executeQuery(String.format(Locale.ROOT, "SELECT 1 FROM pg_database WHERE datname = '%s'", name))
                    .next();
            if (!exists) {
                statement.execute("CREATE DATABASE " + name);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database " + name, e);
        }
    }

    /// Starts the server again on the same port and with the same data; does nothing while it runs.
    ///
    /// @throws PortTakenException if another program listens on the port
    /// @throws IllegalStateException if a running process uses the folder, or the server does not start
    public synchronized void start() {
        if (running == null) {
            QuietLogging.ofEngines();
            running = RunningPostgres.start(directory, port, portOption, settings);
        }
    }

    /// Stops the server as an operator would and keeps its port and data; does nothing if it is stopped.
    public synchronized void stop() {
        if (running != null) {
            running.stop();
            running = null;
        }
    }

    /// Stops the server at once, without a checkpoint. The next [#start()] recovers the committed data, as
    /// after a crash.
    public synchronized void crash() {
        if (running != null) {
            running.crash();
            running = null;
        }
    }

    /// Stops the server and deletes its folder if it is temporary.
    @Override
    public synchronized void close() {
        stop();
        if (temporary) {
            DataDirectory.delete(directory);
        }
    }

    /// Sets where the server keeps its data, where it listens, and its other settings.
    public static final class Options {

        private final Map<String, String> settings = new HashMap<>();
        private @Nullable Path directory;
        private int port;
        private String portOption = "another port option";

        private Options() {}

        /// Keeps the data in this folder. The default is a temporary folder that
        /// [EmbeddedPostgresServer#close()] deletes.
        public Options directory(Path directory) {
            this.directory = directory;
            return this;
        }

        /// Listens on this port, or on any free port if it is 0.
        ///
        /// @param option the option with which a person chooses another port, such as `-Dpostgres.port=`; the
        ///     error for a taken port names it
        public Options port(int port, String option) {
            this.port = port;
            this.portOption = option;
            return this;
        }

        /// Adds or replaces a setting of `postgresql.conf`.
        public Options setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /// Starts a server. Stops a server that a killed process left on the folder.
        ///
        /// @throws PortTakenException if another program listens on the port; nothing was started then
        /// @throws IllegalStateException if a running process uses the folder, or the server does not start
        public EmbeddedPostgresServer start() {
            EmbeddedPostgresServer server = new EmbeddedPostgresServer(this);
            server.start();
            return server;
        }
    }
}
