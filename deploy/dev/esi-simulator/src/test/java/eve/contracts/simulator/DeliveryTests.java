package eve.contracts.simulator;

import static eve.contracts.simulator.Client.header;
import static eve.contracts.simulator.Simulated.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Faults;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.http.Protocol;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryTests {

    /// Long enough for an answer of a loaded machine.
    private static final int SILENCE_MILLIS = 2_000;

    private static final Simulated PLAIN = Simulated.with(options -> options.withErrorLimit(0));
    private static final Simulated SECURE =
            Simulated.with(options -> options.withErrorLimit(0).withProtocol(Protocol.secure()));

    private final long id = PLAIN.anExchange();
    private final String whole = PLAIN.client.get(items(id)).body();

    @AfterEach
    void calm() {
        PLAIN.simulator.faults().clear();
        SECURE.simulator.faults().clear();
    }

    @AfterAll
    static void stop() {
        PLAIN.close();
        SECURE.close();
    }

    @Test
    void aBodyStallsHalfWay() throws IOException {
        everywhere(Fault.of(FaultKind.STALLED_BODY, 1));
        try (var raw = new RawHttp1(PLAIN.simulator.port())) {
            raw.get(items(id));
            assertThat(raw.readUntilSilent(SILENCE_MILLIS))
                    .containsIgnoringCase("content-length: " + whole.length())
                    .endsWith(whole.substring(0, whole.length() / 2));
        }
        try (var raw = new RawHttp2(SECURE.simulator)) {
            raw.get(1, items(id));
            raw.readUntilSilent(SILENCE_MILLIS);
            assertThat(raw.statuses()).isEqualTo(Map.of(1, 200));
            assertThat(raw.body(1)).isEqualTo(whole.substring(0, whole.length() / 2));
        }
    }

    @Test
    void anAnswerHangsBeforeItsHeaders() throws IOException {
        everywhere(Fault.of(FaultKind.TIMEOUT, 1));
        try (var raw = new RawHttp1(PLAIN.simulator.port())) {
            raw.get(items(id));
            assertThat(raw.readUntilSilent(300)).isEmpty();
        }
        try (var raw = new RawHttp2(SECURE.simulator)) {
            raw.get(1, items(id));
            raw.readUntilSilent(300);
            assertThat(raw.statuses()).isEmpty();
        }
    }

    @Test
    void aBodyTricklesButIsWhole() {
        everywhere(Fault.of(FaultKind.TRICKLE, 1).lasting(600));
        for (Client client : List.of(PLAIN.client, secure(Version.HTTP_1_1), secure(Version.HTTP_2))) {
            long begin = System.nanoTime();
            assertThat(client.get(items(id)).body()).isEqualTo(whole);
            assertThat((System.nanoTime() - begin) / 1_000_000).isBetween(290L, 5_000L);
        }
    }

    @Test
    void aGoodAnswerIsTheLastOfItsConnection() throws IOException {
        everywhere(Fault.of(FaultKind.GO_AWAY, 1).atMost(1));
        try (var raw = new RawHttp1(PLAIN.simulator.port())) {
            raw.get(items(id));
            assertThat(raw.readToEnd())
                    .doesNotContainIgnoringCase("connection: close")
                    .endsWith(whole);
        }
        try (var raw = new RawHttp2(SECURE.simulator)) {
            raw.get(1, items(id));
            raw.get(3, items(id));
            raw.readUntilSilent(SILENCE_MILLIS);
            assertThat(raw.lastAnnounced()).isEqualTo(1);
            assertThat(raw.statuses()).isEqualTo(Map.of(1, 200));
            assertThat(raw.body(1)).isEqualTo(whole);
        }
        everywhere(Fault.of(FaultKind.GO_AWAY, 0.5));
        Client client = secure(Version.HTTP_2);
        for (int n = 0; n < 20; n++) {
            assertThat(client.get(items(id)).body()).isEqualTo(whole);
        }
        assertThat(SECURE.simulator.requests().count(Route.ITEMS, FaultKind.GO_AWAY))
                .isGreaterThan(4);
    }

    @Test
    void aStreamEndsWithoutHarmToTheOthersOfItsConnection() throws IOException {
        for (FaultKind kind : List.of(FaultKind.STREAM_RESET, FaultKind.CUT_BODY)) {
            everywhere(Fault.of(kind, 1).onContract(id));
            try (var raw = new RawHttp2(SECURE.simulator)) {
                raw.get(1, items(id));
                raw.get(3, "/status");
                raw.readUntilSilent(SILENCE_MILLIS);
                assertThat(raw.reset()).containsExactly(1);
                assertThat(raw.statuses()).containsEntry(3, 200);
            }
            assertThatThrownBy(() -> secure(Version.HTTP_2).get(items(id))).isInstanceOf(UncheckedIOException.class);
            assertThatThrownBy(() -> PLAIN.client.get(items(id))).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void aConnectionBreaksWithAllThatIsInFlight() {
        everywhere(Fault.of(FaultKind.CONNECTION_CLOSED, 1).onContract(id));
        assertThatThrownBy(() -> secure(Version.HTTP_2).get(items(id))).isInstanceOf(UncheckedIOException.class);
        try (var raw = new RawHttp2(SECURE.simulator)) {
            raw.get(1, items(id));
            raw.readToEnd();
            assertThat(raw.statuses()).isEmpty();
        }
    }

    @Test
    void anAnswerIsCompressedThoughNobodyAsked() throws Exception {
        everywhere(Fault.of(FaultKind.UNASKED_GZIP, 1));
        for (Client client : List.of(PLAIN.client, secure(Version.HTTP_2))) {
            HttpResponse<byte[]> packed = bytes(client);
            assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
            assertThat(unpacked(packed)).isEqualTo(whole);
        }
        everywhere(Fault.of(FaultKind.BROKEN_GZIP, 1));
        HttpResponse<byte[]> broken = bytes(PLAIN.client);
        assertThat(header(broken, "Content-Encoding")).isEqualTo("gzip");
        assertThatThrownBy(() -> unpacked(broken)).isInstanceOf(EOFException.class);
    }

    private HttpResponse<byte[]> bytes(Client client) throws IOException, InterruptedException {
        return client.http().send(client.request(items(id)).build(), BodyHandlers.ofByteArray());
    }

    private static String unpacked(HttpResponse<byte[]> answer) throws IOException {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Client secure(Version version) {
        return Client.secure(SECURE.simulator, version);
    }

    private static void everywhere(Fault fault) {
        for (Faults faults : List.of(PLAIN.simulator.faults(), SECURE.simulator.faults())) {
            faults.clear();
            faults.add(fault);
        }
    }
}
