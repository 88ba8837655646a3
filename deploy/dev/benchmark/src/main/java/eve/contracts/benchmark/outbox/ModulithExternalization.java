package eve.contracts.benchmark.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.modulith.events.EventExternalizationConfiguration;
import org.springframework.modulith.events.IncompleteEventPublications;
import org.springframework.modulith.events.ResubmissionOptions;
import org.springframework.modulith.events.RoutingTarget;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.support.TransactionTemplate;

/// Spring Modulith's externalisation to Kafka. The process that wrote an event sends it after the commit;
/// completed publications are deleted; incomplete ones are resubmitted in batches.
final class ModulithExternalization implements Contender {

    private final Surroundings surroundings;
    private final ScheduledExecutorService resubmission = Executors.newSingleThreadScheduledExecutor();
    private @Nullable ConfigurableApplicationContext application;

    ModulithExternalization(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public String name() {
        return "spring-modulith 2.0.3";
    }

    private ConfigurableApplicationContext run(String completion) {
        return surroundings.application(
                Configuration.class,
                "org.springframework.modulith",
                List.of(
                        "topic=" + surroundings.topic(),
                        "spring.liquibase.enabled=false",
                        "spring.modulith.events.completion-mode=" + completion,
                        "spring.modulith.events.jdbc.schema-initialization.enabled=true",
                        "spring.modulith.events.kafka.enable-json=false"));
    }

    /// Sends one event normally. The others are copies of its row, marked as incomplete, with their own data.
    @Override
    public void pileUp(List<Event> events) {
        var jdbc = surroundings.jdbc();
        try (var writing = run("update")) {
            application = writing;
            write(new Event(0, 1, 0));
            while (jdbc.sql("select count(*) from event_publication where completion_date is not null")
                            .query(Integer.class)
                            .single()
                    == 0) {
                Thread.onSpinWait();
            }
        }
        application = null;
        for (int from = 0; from < events.size(); from += 1000) {
            List<Event> some = events.subList(from, Math.min(from + 1000, events.size()));
            jdbc.sql("""
                            insert into event_publication (id, listener_id, event_type, serialized_event,
                                publication_date, status, completion_attempts)
                            select gen_random_uuid(), listener_id, event_type,
                                json_build_object('contractId', contract, 'data', data)::text, clock_timestamp(),
                                'FAILED', 1
                            from event_publication, unnest(?::bigint[], ?::text[]) as e(contract, data)
                            where completion_date is not null""")
                    .params(
                            some.stream().map(Event::contractId).toArray(Long[]::new),
                            some.stream().map(Event::data).toArray(String[]::new))
                    .update();
        }
    }

    @Override
    public void start() {
        ConfigurableApplicationContext running = run("delete");
        application = running;
        var publications = running.getBean(IncompleteEventPublications.class);
        resubmission.scheduleWithFixedDelay(
                () -> publications.resubmitIncompletePublications(ResubmissionOptions.defaults()
                        .withBatchSize(1000)
                        .withMaxInFlight(2000)
                        .withMinAge(Duration.ofSeconds(5))),
                0,
                100,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void write(Event event) {
        ConfigurableApplicationContext running = Objects.requireNonNull(application);
        running.getBean(TransactionTemplate.class)
                .executeWithoutResult(_ -> running.publishEvent(new Payload(event.contractId(), event.data())));
    }

    @Override
    public void stop() {
        resubmission.shutdownNow();
        if (application != null) {
            application.close();
        }
    }

    record Payload(long contractId, String data) {}

    @EnableAsync
    @EnableAutoConfiguration
    static class Configuration {

        @Bean
        EventExternalizationConfiguration externalization(@Value("${topic}") String topic) {
            return EventExternalizationConfiguration.externalizing()
                    .select(Payload.class::isInstance)
                    .mapping(Payload.class, Payload::data)
                    .headers(Payload.class, _ -> Map.of())
                    .routeAll(event ->
                            RoutingTarget.forTarget(topic).andKey(Long.toString(((Payload) event).contractId())))
                    .build();
        }
    }
}
