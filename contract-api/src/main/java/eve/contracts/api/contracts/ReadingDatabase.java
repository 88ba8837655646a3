package eve.contracts.api.contracts;

import com.zaxxer.hikari.HikariDataSource;
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
import org.springframework.transaction.TransactionDefinition;
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
        var snapshot = new TransactionTemplate(new JdbcTransactionManager(reading));
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return snapshot;
    }

    @Bean(defaultCandidate = false)
    @Reading
    HikariDataSource readingDataSource(ReadProperties properties, JdbcConnectionDetails writing) {
        var pool = new HikariDataSource();
        pool.setPoolName("reading");
        pool.setJdbcUrl(properties.url().isEmpty() ? writing.getJdbcUrl() : properties.url());
        boolean ownRole = !properties.username().isEmpty();
        pool.setUsername(ownRole ? properties.username() : writing.getUsername());
        pool.setPassword(ownRole ? properties.password() : writing.getPassword());
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
        pool.setReadOnly(true);
        // Of the session, not only of transactions: a single statement cannot write either.
        pool.addDataSourceProperty("readOnlyMode", "always");
        // Each read is made so that one plan is right for all values: along the index that it names. Planning takes
        // longer than reading, and statistics would now and then lead elsewhere.
        pool.addDataSourceProperty("prepareThreshold", "1");
        // Each combination of filters is a statement of its own, and PostgreSQL keeps the plan of each in memory.
        pool.addDataSourceProperty("preparedStatementCacheQueries", PREPARED_STATEMENTS);
        pool.addDataSourceProperty(
                "options",
                "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off -c jit=off");
        return pool;
    }
}
