package eve.contracts.aggregator;

import static org.awaitility.Awaitility.await;

import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.test.GroupTimings;
import eve.contracts.schema.MigratedDatabase;
import eve.contracts.simulator.EsiSimulator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// With a coordinator without KIP-848 the classic protocol is used; when one accepts no more members, readiness
/// reports that, and the worker tries again.
class OldCoordinatorTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void idsAreTakenInWithTheClassicProtocolAndWhoIsNoMemberIsNotReadyUntilItIs() {
        EmbeddedKafka.Options options = EmbeddedKafka.options()
                .property("group.coordinator.rebalance.protocols", "classic")
                .property("group.max.size", "1");
        GroupTimings.QUICK.forEach(options::property);
        try (EmbeddedKafka kafka = options.start();
                EsiSimulator esi = EsiSimulator.start(StillUniverse.of(5));
                TopicProbe probe = new TopicProbe(kafka.bootstrapServers())) {
            var database = MigratedDatabase.create();
            List<String> arguments = Worker.arguments(
                    database,
                    esi.baseUrl(),
                    "spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                    "contracts.intake.membership-timeout=3s",
                    "contracts.intake.shutdown-grace=1s");
            String topic = database.name() + "-contract-ids";
            ConfigurableApplicationContext first = run(arguments);
            try {
                probe.send(topic, null, bytes(esi.contractIds().get(0)));
                await().atMost(PATIENCE).until(() -> stored(first) == 1);
                await().atMost(PATIENCE).until(() -> isUp(first));

                try (ConfigurableApplicationContext second = run(arguments)) {
                    await().atMost(PATIENCE).until(() -> !isUp(second));
                    await().atMost(PATIENCE).until(() -> isUp(first));
                    first.close();
                    await().atMost(PATIENCE).until(() -> isUp(second));
                    probe.send(topic, null, bytes(esi.contractIds().get(1)));
                    await().atMost(PATIENCE).until(() -> stored(second) == 2);
                }
            } finally {
                first.close();
            }
        }
    }

    private static ConfigurableApplicationContext run(List<String> arguments) {
        return AggregatorApplication.application()
                .run(Stream.concat(arguments.stream(), Stream.of("--logging.level.org.apache.kafka=off"))
                        .toArray(String[]::new));
    }

    private static boolean isUp(ConfigurableApplicationContext worker) {
        var health =
                worker.getBean("kafkaHealthIndicator", HealthIndicator.class).health();
        return health != null && health.getStatus().equals(Status.UP);
    }

    private static long stored(ConfigurableApplicationContext worker) {
        return worker.getBean(JdbcClient.class)
                .sql("select count(*) from contract")
                .query(Long.class)
                .single();
    }

    private static byte[] bytes(long id) {
        return Long.toString(id).getBytes(StandardCharsets.UTF_8);
    }
}
