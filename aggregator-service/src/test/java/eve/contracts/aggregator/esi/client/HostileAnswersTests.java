package eve.contracts.aggregator.esi.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// For every answer, time and memory are bounded, and the failure says what was wrong.
class HostileAnswersTests {

    private static final String PATH = EsiRoute.ITEMS.path(1, 1);

    private static EsiSimulator esi;

    @BeforeAll
    static void start() {
        esi = EsiSimulator.start(SimulatorOptions.defaults().withContracts(0).withoutLatency());
    }

    @AfterAll
    static void stop() {
        esi.close();
    }

    @Test
    void aBodyBeyondTheLimitIsNotReadToItsEnd() {
        assertBroken(200, Map.of(), "[" + " ".repeat(5_000_000) + "]", "cut off");
    }

    @Test
    void aBodyNestedTooDeeplyIsNotFollowed() {
        assertBroken(200, Map.of(), "[".repeat(1_000) + "]".repeat(1_000), "no JSON");
    }

    @Test
    void aBodyOfTooManyValuesIsNotKept() {
        assertBroken(200, Map.of(), "[" + "1,".repeat(300_000) + "1]", "no JSON");
    }

    @Test
    void aNumberOfTooManyDigitsIsNotRead() {
        assertBroken(200, Map.of(), "[" + "1".repeat(5_000) + "]", "no JSON");
    }

    @Test
    void moreAfterTheEndIsNotIgnored() {
        assertBroken(200, Map.of(), "[] []", "no JSON");
    }

    @Test
    void anAbsurdNumberOfPagesIsNotBelieved() {
        assertBroken(200, Map.of("X-Pages", "100000000"), "[{\"record_id\":1}]", "pages");
    }

    @Test
    void aRedirectionIsNotFollowed() {
        assertBroken(301, Map.of("Location", "http://example.org/"), "", "301");
    }

    @Test
    void aNotModifiedThatWasNotAskedForIsNoAnswer() {
        assertBroken(304, Map.of(), "", "304");
    }

    @Test
    @Timeout(20)
    void aBodyThatNeverEndsIsLeftAfterTheTimeOut() throws IOException {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread dripping = Thread.ofVirtual().start(() -> drip(server));
            EsiClient client = client(
                    URI.create("http://127.0.0.1:" + server.getLocalPort()), "request-timeout=500ms", "retries=0");

            Verdict.Retry verdict = retry(client);

            assertThat(verdict.reason()).isEqualTo(FailureReason.ESI_BROKEN_ANSWER);
            dripping.interrupt();
        }
    }

    private static void drip(ServerSocket server) {
        try (Socket socket = server.accept()) {
            var out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n["
                    .getBytes(StandardCharsets.US_ASCII));
            while (!Thread.interrupted()) {
                out.write(' ');
                out.flush();
                Thread.sleep(Duration.ofMillis(50));
            }
        } catch (IOException | InterruptedException e) {
            // The client has closed the connection, or the test is over.
        }
    }

    private static void assertBroken(int status, Map<String, String> headers, String body, String how) {
        esi.clearResponses();
        esi.respond(PATH, status, headers, body.getBytes(StandardCharsets.UTF_8));

        Verdict.Retry verdict = retry(client(esi.baseUrl(), "retries=0"));

        assertThat(verdict.reason()).isEqualTo(FailureReason.ESI_BROKEN_ANSWER);
        assertThat(verdict.detail()).contains(how).hasSizeLessThan(1_000);
    }

    private static Verdict.Retry retry(EsiClient client) {
        FetchFailedException failure =
                catchThrowableOfType(FetchFailedException.class, () -> client.get(EsiRoute.ITEMS, PATH));
        assertThat(failure).isNotNull();
        assertThat(failure.verdict()).isInstanceOf(Verdict.Retry.class);
        return (Verdict.Retry) failure.verdict();
    }

    private static EsiClient client(URI base, String... settings) {
        EsiProperties properties = EsiSettings.of(base, settings);
        var meters = new SimpleMeterRegistry();
        Clock clock = Clock.systemUTC();
        return new EsiClient(properties, new EsiGovernor(properties, clock, meters), clock, meters);
    }
}
