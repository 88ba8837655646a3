package eve.contracts.api;

import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.schema.Migration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Databases with the schema of `common-model`, for tests that start the service by themselves.
public final class Schema {

    private Schema() {}

    public static Database create() {
        var database = Engines.shared().createDatabase();
        lay(database);
        return database;
    }

    public static void lay(Database database) {
        Migration.main(new String[] {
            "--spring.datasource.url=" + database.jdbcUrl(),
            "--spring.datasource.username=" + database.username(),
            "--spring.datasource.password=" + database.password()
        });
    }

    /// As the user that the database names.
    public static JdbcClient client(Database database) {
        return JdbcClient.create(
                new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()));
    }
}
