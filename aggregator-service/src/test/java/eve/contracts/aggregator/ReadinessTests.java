package eve.contracts.aggregator;

import static org.awaitility.Awaitility.await;

import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import eve.contracts.engines.test.Database;
import eve.contracts.simulator.EsiSimulator;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/// Readiness is down while Kafka or the database cannot be reached, and up again afterwards; ESI is no part of
/// it.
class ReadinessTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private EmbeddedKafka kafka;
    private EmbeddedPostgresServer postgres;
    private EsiSimulator esi;
    private ConfigurableApplicationContext worker;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.options().start();
        postgres = EmbeddedPostgresServer.options().start();
        esi = EsiSimulator.start(StillUniverse.of(5));
        var database = new Database("readiness", postgres.jdbcUrl(), postgres.username(), postgres.password());
        worker = AggregatorApplication.application()
                .run(Worker.arguments(
                                database,
                                esi.baseUrl(),
                                "spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                                "contracts.esi.probe-interval=1s",
                                "contracts.intake.shutdown-grace=1s",
                                "spring.datasource.hikari.connection-timeout=1000")
                        .toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        worker.close();
        esi.close();
        kafka.close();
        postgres.close();
    }

    @Test
    void itFallsWithKafkaAndWithTheDatabaseAndComesBackWithThemAndEsiDoesNotMatter() {
        awaitReadiness(200);

        kafka.stop();
        awaitReadiness(503);
        kafka.start();
        awaitReadiness(200);

        postgres.stop();
        awaitReadiness(503);
        postgres.start();
        awaitReadiness(200);

        esi.close();
        try (var probe = new TopicProbe(kafka.bootstrapServers())) {
            probe.send("readiness-contract-ids", null, new byte[] {'7'});
        }
        await().atMost(PATIENCE).until(this::isWaitingForEsi);
        await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> readiness() == 200);
    }

    private boolean isWaitingForEsi() {
        return !worker.getBean(MeterRegistry.class)
                .find("contracts.outcomes")
                .tag("outcome", "suspended")
                .counters()
                .isEmpty();
    }

    private void awaitReadiness(int status) {
        await().atMost(PATIENCE).until(() -> readiness() == status);
    }

    private int readiness() throws IOException, InterruptedException {
        String port = worker.getEnvironment().getRequiredProperty("local.server.port");
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/health/readiness"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
