package eve.contracts.simulator;

import static eve.contracts.simulator.Client.header;
import static eve.contracts.simulator.Simulated.LISTING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import eve.contracts.simulator.faults.Latency;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.http.Protocol;
import eve.contracts.simulator.http.SelfSigned;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocolTests {

    @Test
    void theClientChoosesHttp2OrHttp11OverTls() {
        try (var simulated = speaking(Protocol.secure())) {
            assertThat(simulated.simulator.baseUrl()).hasScheme("https");
            for (Version version : Version.values()) {
                if (version == Version.HTTP_1_1 || version == Version.HTTP_2) {
                    HttpResponse<String> answer =
                            Client.secure(simulated.simulator, version).get(LISTING);
                    assertThat(answer.version()).isEqualTo(version);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(header(answer, "X-Pages")).isEqualTo("2");
                }
            }
            Client trusting = Client.secure(simulated.simulator, Version.HTTP_2);
            assertThat(trusting.post("/universe/names", "[" + Simulated.FORGE + "]")
                            .body())
                    .contains("The Forge");
            assertThatThrownBy(() -> new Client(simulated.simulator).get(LISTING))
                    .rootCause()
                    .hasMessageContaining("unable to find valid certification path");
        }
    }

    @Test
    void plainHttpHasNeitherTlsNorHttp2() {
        try (var simulated = Simulated.still()) {
            assertThat(simulated.client.get(LISTING).version()).isEqualTo(Version.HTTP_1_1);
            assertThatThrownBy(simulated.simulator::trust).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void theCertificateIsWrittenWhereOthersFindIt(@TempDir Path folder) throws Exception {
        Path pem = folder.resolve("esi.pem");
        Path store = folder.resolve("esi.p12");
        for (Path file : List.of(pem, store)) {
            try (var simulated = speaking(Protocol.secure().withTls(new Protocol.Tls(List.of("esi.test"), file)))) {
                var expected = simulated.simulator.certificate();
                assertThat(expected.getSubjectAlternativeNames().toString())
                        .contains("esi.test", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
                if (file == pem) {
                    assertThat(CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(pem)))
                            .isEqualTo(expected);
                } else {
                    KeyStore trust = KeyStore.getInstance(store.toFile(), SelfSigned.PASSWORD.toCharArray());
                    assertThat(trust.isCertificateEntry("esi")).isTrue();
                    assertThat(trust.getCertificate("esi")).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void moreConcurrentStreamsThanAllowedAreNotOpened() {
        try (var simulated = speaking(Protocol.secure().withConcurrentStreams(7))) {
            Client client = Client.secure(simulated.simulator, Version.HTTP_2);
            client.get("/status");
            simulated.simulator.faults().latency(Latency.fixed(Duration.ofMillis(500)));
            List<CompletableFuture<HttpResponse<String>>> calls =
                    IntStream.range(0, 20).mapToObj(_ -> ask(client)).toList();
            assertThat(calls.stream().filter(ProtocolTests::failsForStreams)).hasSize(13);
            assertThat(simulated.simulator.requests().mostInFlight()).isEqualTo(7);
        }
    }

    @Test
    void aConnectionEndsWithItsNumberOfRequests() {
        try (var simulated = speaking(Protocol.secure().withRequestsPerConnection(3))) {
            try (var raw = new RawHttp2(simulated.simulator)) {
                for (int stream = 1; stream <= 9; stream += 2) {
                    raw.get(stream, "/status");
                }
                assertThat(raw.goAway()).isEqualTo(5);
                assertThat(raw.statuses()).isEqualTo(Map.of(1, 200, 3, 200, 5, 200));
            }
            assertThat(simulated.simulator.requests().count(Route.STATUS)).isEqualTo(3);
            for (Version version : List.of(Version.HTTP_1_1, Version.HTTP_2)) {
                Client client = Client.secure(simulated.simulator, version);
                assertThat(IntStream.range(0, 10).map(_ -> client.get("/status").statusCode()))
                        .containsOnly(200);
            }
        }
    }

    @Test
    void aRequestInFlightIsStillAnsweredAfterGoAway() {
        try (var simulated = speaking(Protocol.secure().withRequestsPerConnection(2));
                var raw = new RawHttp2(simulated.simulator)) {
            simulated.simulator.faults().latency(Latency.fixed(Duration.ofMillis(200)));
            raw.get(1, "/status");
            raw.get(3, "/status");
            assertThat(raw.goAway()).isEqualTo(3);
            assertThat(raw.statuses()).isEqualTo(Map.of(1, 200, 3, 200));
        }
    }

    @Test
    void idleConnectionsAreClosedButNotThoseThatWaitForAnAnswer() throws IOException {
        Duration idle = Duration.ofMillis(150);
        try (var simulated = speaking(Protocol.plain().withIdle(idle));
                var raw = new RawHttp1(simulated.simulator.port())) {
            simulated.simulator.faults().latency(Latency.fixed(idle.multipliedBy(3)));
            raw.get("/status");
            assertThat(raw.readToEnd()).startsWith("HTTP/1.1 200 OK").endsWith("}");
            await().until(() -> simulated.simulator.requests().count(Route.STATUS, 200) == 1);
        }
        try (var simulated = speaking(Protocol.secure().withIdle(idle));
                var raw = new RawHttp2(simulated.simulator)) {
            raw.get(1, "/status");
            raw.readToEnd();
            assertThat(raw.statuses()).isEqualTo(Map.of(1, 200));
        }
    }

    @Test
    void answersAreCompressedForThoseWhoAsk() throws Exception {
        try (var simulated = speaking(Protocol.secure())) {
            simulated.simulator.respond(
                    "/contracts/public/items/5", 200, Map.of("Content-Encoding", "br"), "as it is".getBytes(UTF_8));
            for (Version version : List.of(Version.HTTP_1_1, Version.HTTP_2)) {
                Client client = Client.secure(simulated.simulator, version);
                HttpResponse<String> plain = client.get(LISTING);
                assertThat(header(plain, "Content-Encoding")).isEqualTo("absent");
                HttpResponse<byte[]> packed = client.http()
                        .send(
                                client.request(LISTING)
                                        .header("Accept-Encoding", "gzip")
                                        .build(),
                                BodyHandlers.ofByteArray());
                assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
                assertThat(header(packed, "ETag")).isEqualTo(header(plain, "ETag"));
                assertThat(packed.body().length).isLessThan(plain.body().length() / 3);
                assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                        .isEqualTo(plain.body().getBytes(UTF_8));
                assertThat(header(client.get(LISTING, "Accept-Encoding", "br, gzip;q=0"), "Content-Encoding"))
                        .isEqualTo("absent");
                assertThat(header(client.get(LISTING, "Accept-Encoding", "gzip", "If-None-Match", "*"), "ETag"))
                        .isEqualTo(header(plain, "ETag"));
                assertThat(client.get("/contracts/public/items/5", "Accept-Encoding", "gzip")
                                .body())
                        .isEqualTo("as it is");
            }
        }
        try (var simulated = speaking(Protocol.plain().withGzip(false))) {
            assertThat(header(simulated.client.get(LISTING, "Accept-Encoding", "gzip"), "Content-Encoding"))
                    .isEqualTo("absent");
        }
    }

    private static Simulated speaking(Protocol protocol) {
        return Simulated.with(options -> options.withProtocol(protocol));
    }

    private static CompletableFuture<HttpResponse<String>> ask(Client client) {
        return client.http().sendAsync(client.request("/status").build(), BodyHandlers.ofString());
    }

    private static boolean failsForStreams(CompletableFuture<HttpResponse<String>> call) {
        try {
            call.join();
            return false;
        } catch (CompletionException failed) {
            return failed.getCause() instanceof IOException cause
                    && String.valueOf(cause.getMessage()).contains("too many concurrent streams");
        }
    }
}
