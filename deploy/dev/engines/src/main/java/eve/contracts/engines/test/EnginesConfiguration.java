package eve.contracts.engines.test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistrar;

/// Connects Spring Boot to the shared engines in tests that import it. Every context gets its own database, empty or
/// with the content of the [DatabaseTemplate] that is a bean of the context.
///
/// The context's [Database] is a bean. Its name is the property `engines.database`, so that each context can
/// have its own topics: `some.topic=${engines.database}-ids`.
@Configuration(proxyBeanMethods = false)
@Import({EmbeddedConnections.class, ContainerConnections.class})
public class EnginesConfiguration {

    @Bean
    Database database(ObjectProvider<DatabaseTemplate> template) {
        var content = template.getIfAvailable();
        return content == null
                ? Engines.shared().createDatabase()
                : Engines.shared().createDatabase(content);
    }

    @Bean
    static DynamicPropertyRegistrar databaseName(Database database) {
        return properties -> properties.add("engines.database", database::name);
    }
}
