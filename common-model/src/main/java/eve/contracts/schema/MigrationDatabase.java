package eve.contracts.schema;

import eve.contracts.database.DatabaseCheck;
import eve.contracts.database.DatabaseLogin;
import eve.contracts.database.SingleConnections;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseConnectionDetails;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Provides the connections for schema changes: not from the pool, whose limits would abort an index build that
/// takes minutes. The database is checked before.
@Configuration(proxyBeanMethods = false)
public class MigrationDatabase {

    /// A database that was checked.
    record Checked(DatabaseLogin login) {}

    @Bean
    Checked checkedDatabase(JdbcConnectionDetails database) {
        var login = DatabaseLogin.of(database);
        DatabaseCheck.requireFit(login, DatabaseCheck.Use.WRITES);
        return new Checked(login);
    }

    /// @param own present where `spring.liquibase.url`, `.user` or `.password` are set
    @Bean(defaultCandidate = false)
    @LiquibaseDataSource
    @ConditionalOnBooleanProperty(name = "spring.liquibase.enabled", matchIfMissing = true)
    DataSource migrationDataSource(Checked database, ObjectProvider<LiquibaseConnectionDetails> own) {
        DatabaseLogin login = login(database.login(), own.getIfAvailable());
        DatabaseCheck.requireFit(login, DatabaseCheck.Use.MIGRATES);
        return new MigrationGuard(SingleConnections.to(login, SingleConnections.UNBOUNDED));
    }

    private static DatabaseLogin login(DatabaseLogin database, @Nullable LiquibaseConnectionDetails own) {
        return own == null
                ? database
                : new DatabaseLogin(
                        own.getJdbcUrl() == null ? database.url() : own.getJdbcUrl(),
                        own.getUsername() == null ? database.username() : own.getUsername(),
                        own.getPassword() == null ? database.password() : own.getPassword());
    }
}
