package eve.contracts.local;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

@ApiTest
class SharedClassPathTests {

    @Autowired
    ConfigurableApplicationContext context;

    @Test
    void nothingOfTheOtherServiceIsStartedThoughItsClassesAreThere() throws Exception {
        Class.forName("eve.contracts.aggregator.AggregatorApplication");

        for (var name : context.getBeanDefinitionNames()) {
            assertThat(String.valueOf(context.getType(name))).as(name).doesNotContain("eve.contracts.aggregator");
        }
        assertThat(context.getBeansWithAnnotation(SpringBootConfiguration.class))
                .hasSize(1);
    }

    @Test
    void theConfigurationIsTheServicesOwn() {
        assertThat(context.getEnvironment().getProperty("spring.application.name"))
                .isEqualTo("contract-api");
    }
}
