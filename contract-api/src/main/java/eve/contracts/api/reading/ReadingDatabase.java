package eve.contracts.api.reading;

import com.zaxxer.hikari.HikariDataSource;
import eve.contracts.database.DatabaseLogin;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Provides the connections for reading: read-only, and to a replica if one is configured. They have their own
/// pool, so that reads never use up the connections of projections and redrives.
@Configuration(proxyBeanMethods = false)
public class ReadingDatabase {

    private static final String PREPARED_STATEMENTS = "32";

    /// Marks the beans that use these connections.
    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Reading {}

    @Bean(defaultCandidate = false)
    @Reading
    JdbcClient readingClient(@Reading DataSource reading, ReadProperties properties) {
        return client(reading, properties);
    }

    @Bean(defaultCandidate = false)
    @Reading
    TransactionTemplate readingSnapshot(@Reading DataSource reading) {
        return snapshot(reading);
    }

    public static JdbcClient client(DataSource reading, ReadProperties properties) {
        var template = new JdbcTemplate(reading);
        template.setQueryTimeout((int) properties.timeout().toSeconds());
        return JdbcClient.create(template);
    }

    /// Returns transactions whose statements all see the same snapshot.
    public static TransactionTemplate snapshot(DataSource reading) {
        return new TransactionTemplate(new JdbcTransactionManager(reading));
    }

    @Bean(defaultCandidate = false)
    @Reading
    public HikariDataSource readingDataSource(ReadProperties properties, JdbcConnectionDetails writing) {
        var pool = new ReadingPool();
        pool.setPoolName("reading");
        var login = properties.login(DatabaseLogin.of(writing));
        pool.setJdbcUrl(login.url());
        pool.setUsername(login.username());
        pool.setPassword(login.password());
        pool.setMaximumPoolSize(properties.maximumPoolSize());
        pool.setMinimumIdle(2);
        pool.setIdleTimeout(60_000);
        pool.setConnectionTimeout(3_000);
        pool.setValidationTimeout(1_000);
        pool.setKeepaliveTime(60_000);
        pool.setMaxLifetime(300_000);
        // In seconds: a connection that stops responding is closed soon after the time limit of a query.
        pool.addDataSourceProperty("connectTimeout", "2");
        pool.addDataSourceProperty("loginTimeout", "10");
        pool.addDataSourceProperty(
                "socketTimeout", Long.toString(properties.timeout().toSeconds() + 2));
        pool.addDataSourceProperty("cancelSignalTimeout", "2");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // Readiness reports a database that is not available at the start; the service does not crash.
        pool.setInitializationFailTimeout(-1);
        // Prepares each statement at its first use, because one plan is right for all values.
        pool.addDataSourceProperty("prepareThreshold", "1");
        // Each combination of filters is a separate statement, and PostgreSQL keeps the plan of each in memory.
        pool.addDataSourceProperty("preparedStatementCacheQueries", PREPARED_STATEMENTS);
        return pool;
    }
}
