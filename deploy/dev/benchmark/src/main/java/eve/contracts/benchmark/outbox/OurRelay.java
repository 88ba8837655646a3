package eve.contracts.benchmark.outbox;

import eve.contracts.aggregator.outbox.OutboxProperties;
import eve.contracts.aggregator.outbox.OutboxRelay;
import eve.contracts.model.Topics;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.simple.JdbcClient;

/// This project's relay, with its default settings.
final class OurRelay implements Contender {

    private final Surroundings surroundings;
    private @Nullable ConfigurableApplicationContext application;

    OurRelay(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public String name() {
        return "contract-aggregator";
    }

    private ConfigurableApplicationContext run(boolean enabled) {
        return surroundings.application(
                Configuration.class,
                "eve.contracts",
                List.of(
                        "contracts.topics.prefix=" + surroundings.name() + "-",
                        "contracts.outbox.enabled=" + enabled,
                        "spring.kafka.producer.properties.max.request.size=5242880",
                        "spring.liquibase.change-log=classpath:db/changelog/db.changelog-master.yaml"));
    }

    @Override
    public void pileUp(List<Event> events) {
        try (var writing = run(false)) {
            var jdbc = writing.getBean(JdbcClient.class);
            for (int from = 0; from < events.size(); from += 1000) {
                List<Event> some = events.subList(from, Math.min(from + 1000, events.size()));
                jdbc.sql("""
                                insert into outbox (contract_id, version, type, data)
                                select contract, version, 'contract.stored.v1', data
                                from unnest(?::bigint[], ?::bigint[], ?::text[]) as e(contract, version, data)""")
                        .params(
                                some.stream().map(Event::contractId).toArray(Long[]::new),
                                some.stream().map(Event::version).toArray(Long[]::new),
                                some.stream().map(Event::data).toArray(String[]::new))
                        .update();
            }
        }
    }

    @Override
    public void start() {
        application = run(true);
    }

    @Override
    public void write(Event event) {
        ConfigurableApplicationContext running = java.util.Objects.requireNonNull(application);
        running.getBean(JdbcClient.class)
                .sql("insert into outbox (contract_id, version, type, data) values (?, ?, 'contract.stored.v1', ?)")
                .params(event.contractId(), event.version(), event.data())
                .update();
        running.getBean(OutboxRelay.class).wake();
    }

    @Override
    public void stop() {
        if (application != null) {
            application.close();
        }
    }

    @EnableAutoConfiguration
    @EnableConfigurationProperties(OutboxProperties.class)
    @ComponentScan(basePackageClasses = OutboxRelay.class)
    static class Configuration {

        @Bean
        Topics topics(@Value("${contracts.topics.prefix}") String prefix) {
            return new Topics(prefix);
        }
    }
}
