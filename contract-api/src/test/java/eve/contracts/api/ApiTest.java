package eve.contracts.api;

import eve.contracts.engines.test.EnginesConfiguration;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/// The whole service over HTTP, on a real Kafka and a real PostgreSQL with the schema of `common-model`.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = ContractApiApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=contract-api",
            "contracts.topics.prefix=${engines.database}-",
            "contracts.projection.group-id=${engines.database}",
            "contracts.intake.group-id=${engines.database}",
            "spring.kafka.consumer.properties.metadata.max.age.ms=300",
            "contracts.operator.password=" + Caller.PASSWORD,
            "contracts.reader.password=" + Caller.READER_PASSWORD,
            // All tests call from one address.
            "contracts.read.rate.calls=1000000"
        })
@Import({EnginesConfiguration.class, CallerConfiguration.class})
public @interface ApiTest {}
