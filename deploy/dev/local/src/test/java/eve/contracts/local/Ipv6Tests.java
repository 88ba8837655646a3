package eve.contracts.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import eve.contracts.aggregator.AggregatorApplication;
import eve.contracts.api.ContractApiApplication;
import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// Runs both services with IPv6 literals for all addresses: ESI, Kafka, PostgreSQL and their own.
class Ipv6Tests {

    private static final int CONTRACTS = 10;

    @Test
    void allIsReachedAndServedOverIpv6() throws Exception {
        assumeTrue(hasIpv6(), "no IPv6 on this machine");
        int six = freePort();
        try (var kafka = kafka(six);
                var postgres = EmbeddedPostgresServer.options()
                        .setting("listen_addresses", "127.0.0.1,::1")
                        .start();
                var esi = EsiSimulator.start(SimulatorOptions.defaults()
                        .withHost("::1")
                        .withContracts(CONTRACTS)
                        .withStillUniverse()
                        .withoutLatency())) {
            String database = "DATABASE_URL=jdbc:postgresql://[::1]:" + postgres.port() + "/postgres";
            String regions = esi.regionIds().stream().map(String::valueOf).collect(Collectors.joining(","));
            try (var worker = run(
                            AggregatorApplication.application(),
                            database,
                            "KAFKA_BOOTSTRAP_SERVERS=[::1]:" + six,
                            "ESI_BASE_URL=" + esi.baseUrl(),
                            "ESI_USER_AGENT=contract-aggregator-tests/1 (simulated)",
                            "contracts.discovery.regions=" + regions);
                    var api = run(
                            ContractApiApplication.application(),
                            database,
                            "KAFKA_BOOTSTRAP_SERVERS=[::1]:" + six,
                            "management.server.port=0",
                            "OPERATOR_PASSWORD=of-the-operator")) {
                long id = esi.contractIds().getFirst();
                await().atMost(Duration.ofSeconds(60))
                        .until(() ->
                                get(api, "server", "/api/contract-ids/" + id).contains("STORED"));
                assertThat(get(worker, "server", "/actuator/health/readiness")).contains("UP");
                assertThat(get(api, "management", "/actuator/health/readiness")).contains("UP");
            }
            assertThat(kafka.bootstrapServers()).isNotEmpty();
        }
    }

    private static EmbeddedKafka kafka(int six) throws IOException {
        int port = freePort();
        int controller = freePort();
        return EmbeddedKafka.options()
                .port(port, "none")
                .property(
                        "listeners",
                        "PLAINTEXT://127.0.0.1:%d,SIX://[::1]:%d,CONTROLLER://127.0.0.1:%d"
                                .formatted(port, six, controller))
                .property("controller.quorum.voters", "1@127.0.0.1:" + controller)
                .property("advertised.listeners", "PLAINTEXT://127.0.0.1:%d,SIX://[::1]:%d".formatted(port, six))
                .property("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,SIX:PLAINTEXT,CONTROLLER:PLAINTEXT")
                .property("inter.broker.listener.name", "PLAINTEXT")
                .start();
    }

    private static ConfigurableApplicationContext run(SpringApplicationBuilder service, String... more) {
        return service.run(Stream.concat(
                        Stream.of(
                                "DATABASE_USERNAME=postgres",
                                "DATABASE_PASSWORD=postgres",
                                "ACTUATOR_ADDRESS=::1",
                                "spring.jmx.enabled=false",
                                "server.port=0"),
                        Stream.of(more))
                .map(each -> "--" + each)
                .toArray(String[]::new));
    }

    private static String get(ConfigurableApplicationContext service, String of, String path) throws Exception {
        String port = service.getEnvironment().getRequiredProperty("local." + of + ".port");
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://[::1]:" + port + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }

    private static boolean hasIpv6() {
        try (var _ = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
