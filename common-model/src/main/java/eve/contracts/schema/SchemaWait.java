package eve.contracts.schema;

import eve.contracts.database.DatabaseLogin;
import eve.contracts.database.SingleConnections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import liquibase.changelog.ChangeLogParameters;
import liquibase.exception.LiquibaseException;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/// Waits until the schema has every change that this release knows; changes nothing itself. For deployments
/// where a service may not change the schema and must not start before its migration has finished.
@ImportAutoConfiguration(DataSourceAutoConfiguration.class)
public final class SchemaWait {

    private static final Logger log = LoggerFactory.getLogger(SchemaWait.class);
    private static final String CHANGELOG = "db/changelog/db.changelog-master.yaml";
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /// The context's own data source is not used: one query now and then needs no pool.
    private static final String NO_POOL = SimpleDriverDataSource.class.getName();

    private SchemaWait() {}

    public static void main(String[] args) throws LiquibaseException, InterruptedException {
        try (var context = new SpringApplicationBuilder(SchemaWait.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=aggregator", "spring.datasource.type=" + NO_POOL)
                .run(args)) {
            DataSource database =
                    SingleConnections.to(DatabaseLogin.of(context.getBean(JdbcConnectionDetails.class)), PATIENCE);
            List<String> said = List.of();
            for (List<String> missing = missing(database); !missing.isEmpty(); missing = missing(database)) {
                if (!missing.equals(said)) {
                    log.info("Waits for the migration of the schema; it still lacks {}", missing);
                    said = missing;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    /// Returns the changes that the database lacks; all changes when it cannot be reached.
    static List<String> missing(DataSource database) throws LiquibaseException {
        List<String> missing = new ArrayList<>(known());
        try {
            missing.removeAll(made(database));
        } catch (DataAccessException e) {
            log.info(
                    "The schema cannot be checked yet: {}",
                    e.getMostSpecificCause().getMessage());
        }
        return missing;
    }

    private static List<String> known() throws LiquibaseException {
        var files = new ClassLoaderResourceAccessor();
        return ChangeLogParserFactory.getInstance()
                .getParser(CHANGELOG, files)
                .parse(CHANGELOG, new ChangeLogParameters(), files)
                .getChangeSets()
                .stream()
                .map(change -> change.getFilePath() + ": " + change.getId())
                .toList();
    }

    private static Set<String> made(DataSource database) {
        return new HashSet<>(JdbcClient.create(database)
                .sql("select filename || ': ' || id from databasechangelog")
                .query(String.class)
                .list());
    }
}
