package eve.contracts.api.contracts;

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

/// The connections over which callers read: on which nothing can be written, and to a replica where one is configured.
/// They are apart from all others, so that reading never uses up the connections that projections and redrives write
/// over.
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

    static JdbcClient client(DataSource reading, ReadProperties properties) {
        var template = new JdbcTemplate(reading);
        template.setQueryTimeout((int) properties.timeout().toSeconds());
        return JdbcClient.create(template);
    }

    /// All statements of one transaction see the same state.
    static TransactionTemplate snapshot(DataSource reading) {
        return new TransactionTemplate(new JdbcTransactionManager(reading));
    }

    @Bean(defaultCandidate = false)
    @Reading
    HikariDataSource readingDataSource(ReadProperties properties, JdbcConnectionDetails writing) {
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
        // In seconds: a connection that goes silent is given up soon after a query would have been.
        pool.addDataSourceProperty("connectTimeout", "2");
        pool.addDataSourceProperty("loginTimeout", "10");
        pool.addDataSourceProperty(
                "socketTimeout", Long.toString(properties.timeout().toSeconds() + 2));
        pool.addDataSourceProperty("cancelSignalTimeout", "2");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // A database that is away at the start is told by readiness, not by a crash.
        pool.setInitializationFailTimeout(-1);
        // A plan that is right for all values is made once.
        pool.addDataSourceProperty("prepareThreshold", "1");
        // Each combination of filters is a statement of its own, and PostgreSQL keeps the plan of each in memory.
        pool.addDataSourceProperty("preparedStatementCacheQueries", PREPARED_STATEMENTS);
        return pool;
    }
}
