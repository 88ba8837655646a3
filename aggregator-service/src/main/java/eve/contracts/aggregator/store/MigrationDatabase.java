package eve.contracts.aggregator.store;

import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseConnectionDetails;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The connections that change the schema: not from the pool, whose limits would cut an index that takes minutes to
/// build.
@Configuration(proxyBeanMethods = false)
public class MigrationDatabase {

    @Bean
    DatabaseCheck databaseCheck(JdbcConnectionDetails database) {
        return new DatabaseCheck(database);
    }

    /// @param check comes first
    /// @param own where `spring.liquibase.url`, `.user` or `.password` are set
    @Bean(defaultCandidate = false)
    @LiquibaseDataSource
    @ConditionalOnBooleanProperty(name = "spring.liquibase.enabled", matchIfMissing = true)
    DataSource migrationDataSource(
            JdbcConnectionDetails database, DatabaseCheck check, ObjectProvider<LiquibaseConnectionDetails> own) {
        LiquibaseConnectionDetails set = own.getIfAvailable();
        if (set == null) {
            return SingleConnections.to(database, SingleConnections.UNBOUNDED);
        }
        return SingleConnections.to(
                set.getJdbcUrl() == null ? database.getJdbcUrl() : set.getJdbcUrl(),
                set.getUsername() == null ? database.getUsername() : set.getUsername(),
                set.getPassword() == null ? database.getPassword() : set.getPassword(),
                SingleConnections.UNBOUNDED);
    }
}
