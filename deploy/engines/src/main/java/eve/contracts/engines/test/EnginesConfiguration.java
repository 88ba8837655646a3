package eve.contracts.engines.test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistrar;

/// Import it into a test to connect Spring Boot to the shared engines: every context gets an empty database of its own.
///
/// The context's [Database] is a bean, and its name is the property `engines.database`, so that topics can be the
/// context's own too: `some.topic=${engines.database}-ids`.
@Configuration(proxyBeanMethods = false)
@Import({EmbeddedConnections.class, ContainerConnections.class})
public class EnginesConfiguration {

    @Bean
    Database database() {
        return Engines.shared().createDatabase();
    }

    @Bean
    static DynamicPropertyRegistrar databaseName(Database database) {
        return properties -> properties.add("engines.database", database::name);
    }
}
