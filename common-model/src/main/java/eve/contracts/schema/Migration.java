package eve.contracts.schema;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.context.annotation.Import;

/// Migrates the schema and ends. It is the only program that needs the owner of the tables. For deployments
/// where the services run with `spring.liquibase.enabled=false`.
@Import(MigrationDatabase.class)
@ImportAutoConfiguration({DataSourceAutoConfiguration.class, LiquibaseAutoConfiguration.class})
public final class Migration {

    private Migration() {}

    public static void main(String[] args) {
        new SpringApplicationBuilder(Migration.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=aggregator")
                .run(args)
                .close();
    }
}
