package eve.contracts.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks a database before anything uses it. If it can never be used, the start ends with a message that says
/// what to do. If it cannot be reached, it may come back: readiness or the migration reports that.
public final class DatabaseCheck {

    /// How a service uses the database; each use includes the one before.
    public enum Use {
        READS,
        WRITES,
        MIGRATES
    }

    private static final Logger log = LoggerFactory.getLogger(DatabaseCheck.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /// `uuidv7()` generates the ids of events.
    private static final int OLDEST_VERSION = 18;
    /// Set by the operator, who knows the pooler's abilities.
    private static final Pattern PREPARES = Pattern.compile("[?&]prepareThreshold=");

    private static final String FACTS = """
            select current_setting('server_version_num')::int / 10000, current_setting('server_version'),
                pg_encoding_to_char(encoding), current_schema(), current_setting('search_path'),
                current_setting('transaction_read_only'), pg_is_in_recovery(),
                has_schema_privilege(current_schema(), 'create') or to_regclass('databasechangelog') is not null
            from pg_database where datname = current_database()
            """;
    /// Process ids alone can be equal on two servers behind one address.
    private static final String SESSION =
            "select pid || ' ' || backend_start from pg_stat_activity where pid = pg_backend_pid()";

    private final DatabaseLogin database;

    private DatabaseCheck(DatabaseLogin database) {
        this.database = database;
    }

    /// @throws UnsuitableDatabaseException when the login is rejected, or the database is missing, too old, not in
    ///     UTF-8, has no schema to work in, cannot be written or changed as the use requires, or is behind a
    ///     pooler for which the driver is not configured
    public static void requireFit(DatabaseLogin database, Use use) {
        var check = new DatabaseCheck(database);
        DataSource source = SingleConnections.to(database, PATIENCE, "preferPrimary");
        try (Connection connection = source.getConnection()) {
            check.requireFacts(connection, use);
            check.requireSessions(connection, source);
        } catch (SQLException e) {
            String action = SqlFailures.actionFor(e);
            if (action != null) {
                throw new UnsuitableDatabaseException(database.inWords(e), action);
            }
            log.warn("The database cannot be checked yet. {}", database.inWords(e));
        }
    }

    private void requireFacts(Connection connection, Use use) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FACTS)) {
            row.next();
            if (row.getInt(1) < OLDEST_VERSION) {
                throw unsuitable(
                        "is version " + row.getString(2),
                        "Use PostgreSQL " + OLDEST_VERSION
                                + " or newer: older ones lack functions that the tables need.");
            }
            if (!row.getString(3).equals("UTF8")) {
                throw unsuitable(
                        "has the encoding " + row.getString(3) + ", which lacks characters that titles have",
                        "Create the database again with: create database … encoding 'UTF8' template template0");
            }
            if (row.getString(4) == null) {
                throw unsuitable(
                        "has no schema to work in: of search_path (" + row.getString(5)
                                + ") none exists, or the user has no right to use one",
                        "Create the schema and grant its use (create schema …; grant usage, create on schema … to …),"
                                + " or correct currentSchema in DATABASE_URL.");
            }
            if (use != Use.READS && row.getString(6).equals("on")) {
                throw unsuitable(
                        row.getBoolean(7)
                                ? "is a standby, which cannot be written"
                                : "is read-only for user \"" + database.username() + "\"",
                        "Name the primary in DATABASE_URL, or all servers with targetServerType=primary; without a"
                                + " standby, take default_transaction_read_only from the server, database or role.");
            }
            if (use == Use.MIGRATES && !row.getBoolean(8)) {
                throw unsuitable(
                        "lets user \"" + database.username() + "\" create nothing in schema " + row.getString(4),
                        "Grant it (grant create on schema " + row.getString(4)
                                + " to …), or migrate as the owner of the database.");
            }
        }
    }

    /// Detects a pooler that gives each transaction another session: then the session of a connection changes,
    /// or two connections have the same one.
    private void requireSessions(Connection first, DataSource source) throws SQLException {
        if (PREPARES.matcher(database.url()).find()) {
            return;
        }
        try (Connection second = source.getConnection()) {
            // Not in strict alternation: a pooler may alternate its sessions too.
            Set<String> ofFirst = new HashSet<>(Set.of(session(first)));
            ofFirst.add(session(first));
            Set<String> ofSecond = new HashSet<>(Set.of(session(second)));
            ofFirst.add(session(first));
            ofSecond.add(session(second));
            if (ofFirst.size() > 1 || ofSecond.size() > 1 || !Collections.disjoint(ofFirst, ofSecond)) {
                throw unsuitable(
                        "is behind a pooler that gives each transaction another session, where prepared statements"
                                + " are those of other connections",
                        "Add prepareThreshold=0 to DATABASE_URL (jdbc:postgresql://…?prepareThreshold=0), or let the"
                                + " pooler keep sessions (see deploy/README, \"Behind a pooler\").");
            }
        }
    }

    private static String session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SESSION)) {
            row.next();
            return row.getString(1);
        }
    }

    private UnsuitableDatabaseException unsuitable(String fault, String action) {
        return new UnsuitableDatabaseException("PostgreSQL at " + database.address() + " " + fault, action);
    }
}
