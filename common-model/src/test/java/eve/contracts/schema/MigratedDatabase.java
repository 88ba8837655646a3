package eve.contracts.schema;

import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.DatabaseTemplate;
import eve.contracts.engines.test.Engines;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Databases with the schema of this release, for tests.
public final class MigratedDatabase {

    /// Migrates a database; tests get copies of it, which takes less time than a migration each.
    public static final DatabaseTemplate TEMPLATE = MigratedDatabase::migrate;

    private MigratedDatabase() {}

    public static Database create() {
        return Engines.shared().createDatabase(TEMPLATE);
    }

    /// As the user that the database names.
    public static JdbcClient client(Database database) {
        return JdbcClient.create(
                new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()));
    }

    public static void migrate(Database database) {
        Migration.main(database.arguments().toArray(String[]::new));
    }
}
