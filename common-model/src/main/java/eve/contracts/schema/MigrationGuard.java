package eve.contracts.schema;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// Lets one process at a time migrate a database. PostgreSQL releases the lock when the connection that holds
/// it ends, so a process that was killed during a migration does not block the next one; its stale lock in
/// Liquibase's table is released.
///
/// A transaction on a separate connection holds the lock as long as the returned connection is open, so the
/// lock also works behind a pooler.
final class MigrationGuard extends DelegatingDataSource {

    private static final Logger log = LoggerFactory.getLogger(MigrationGuard.class);

    /// The longest wait for a migration in another process: as long as an index over years of data may take.
    private static final Duration PATIENCE = Duration.ofHours(2);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// Two numbers: locks with one number belong to contracts. Polled, because a waiting statement has a
    /// snapshot, and `create index concurrently` waits for all snapshots.
    private static final String LOCK =
            "select pg_try_advisory_xact_lock(hashtext('contract-aggregator'), hashtext('migration'))";
    /// Needs no snapshot, and replaces the previous statement, which would keep its own.
    private static final String HOLD =
            "set local idle_in_transaction_session_timeout = 0; set local transaction_timeout = 0";

    private static final String LOCK_TABLE = "select to_regclass('databasechangeloglock') is not null";
    private static final String RELEASE = """
            update databasechangeloglock set locked = false, lockgranted = null, lockedby = null
            where locked returning old.lockedby, old.lockgranted
            """;

    MigrationGuard(DataSource database) {
        super(database);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection guard = super.getConnection();
        try {
            guard.setAutoCommit(false);
            lock(guard);
            releaseStaleLock();
            return closingBoth(super.getConnection(), guard);
        } catch (SQLException | RuntimeException e) {
            guard.close();
            throw e;
        }
    }

    private static void lock(Connection guard) throws SQLException {
        Instant end = Instant.now().plus(PATIENCE);
        for (boolean said = false; !isLocked(guard); said = true) {
            guard.rollback();
            if (Instant.now().isAfter(end)) {
                throw new SQLTimeoutException("The migration of another process has not ended in " + PATIENCE);
            }
            if (!said) {
                log.info("Waits for the migration of another process");
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException(e);
            }
        }
    }

    private static boolean isLocked(Connection guard) throws SQLException {
        try (Statement statement = guard.createStatement()) {
            try (ResultSet locked = statement.executeQuery(LOCK)) {
                locked.next();
                if (!locked.getBoolean(1)) {
                    return false;
                }
            }
            statement.execute(HOLD);
            return true;
        }
    }

    private void releaseStaleLock() throws SQLException {
        try (Connection connection = super.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery(LOCK_TABLE)) {
                table.next();
                if (!table.getBoolean(1)) {
                    return;
                }
            }
            try (ResultSet released = statement.executeQuery(RELEASE)) {
                while (released.next()) {
                    log.warn(
                            "Released the lock of a migration that was ended in the middle, by {} since {}",
                            released.getString(1),
                            released.getString(2));
                }
            }
        }
    }

    private static Connection closingBoth(Connection migration, Connection guard) {
        return (Connection) Proxy.newProxyInstance(
                MigrationGuard.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    try {
                        return method.invoke(migration, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    } finally {
                        if (method.getName().equals("close")) {
                            guard.close();
                        }
                    }
                });
    }
}
