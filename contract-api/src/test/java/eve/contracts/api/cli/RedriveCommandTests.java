package eve.contracts.api.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Runs the command against a server whose answers the test sets, such as a busy service or a redrive that
/// halts.
class RedriveCommandTests {

    private record Answer(int status, String body) {}

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private final List<@Nullable String> keys = new ArrayList<>();
    private HttpServer server;

    RedriveCommandTests() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            var answer = answers.remove();
            exchange.getResponseHeaders().set("Retry-After", "0");
            exchange.sendResponseHeaders(answer.status(), answer.body().getBytes(UTF_8).length);
            exchange.getResponseBody().write(answer.body().getBytes(UTF_8));
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aRedriveIsFollowedToItsEndThoughTheServiceIsAwayInBetween() {
        answer(429, "{\"detail\":\"busy\"}");
        answer(202, "{\"id\":7,\"state\":\"RUNNING\"}");
        answer(200, "{\"id\":7,\"state\":\"RUNNING\",\"progress\":0.25,\"deadLetters\":40,\"etaSeconds\":3}");
        answer(503, "");
        answer(200, "{\"id\":7,\"state\":\"DONE\",\"progress\":1.0,\"deadLetters\":40,\"replays\":{\"sent\":12}}");

        var run = run(
                "redrive", "--reason", "ESI_SERVER_ERROR", "--contract", "5", "--rate", "500", "--note", "after it");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err().lines())
                .containsExactly(
                        "redrive 7 has begun",
                        "redrive 7 RUNNING 25%, deadLetters 40, etaSeconds 3",
                        "redrive 7 DONE 100%, deadLetters 40, sent 12");
        assertThat(run.out()).startsWith("{\"id\":7,\"state\":\"DONE\"");
        assertThat(requests)
                .startsWith(
                        "POST /api/redrives {\"filter\":{\"reason\":\"ESI_SERVER_ERROR\",\"contractId\":5},\"dryRun\":false,"
                                + "\"ratePerSecond\":500,\"note\":\"after it\"}")
                .last()
                .isEqualTo("GET /api/redrives/7 ");
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "1,0,1", "0,1,1"})
    void withWaitItIsFollowedUntilTheWorkerIsDoneAndWhatDiedOrWasRefusedFailsTheJob(int died, int refused, int exit) {
        answer(202, "{\"id\":7,\"state\":\"RUNNING\"}");
        answer(200, "{\"id\":7,\"state\":\"SENT\",\"replays\":{\"sent\":12,\"answered\":0}}");
        answer(
                200,
                "{\"id\":7,\"state\":\"DONE\",\"replays\":{\"sent\":12,\"died\":%d,\"refused\":%d}}"
                        .formatted(died, refused));

        var run = run("redrive", "--canary", "10", "--include-quarantined", "--note", "x", "--wait");

        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
        assertThat(requests)
                .first()
                .isEqualTo("POST /api/redrives {\"filter\":{},\"dryRun\":false,\"canary\":10,"
                        + "\"includeQuarantined\":true,\"note\":\"x\"}");
    }

    @Test
    void oneThatIsSentIsFollowedNoLongerWithoutWait() {
        answer(200, "{\"id\":7,\"state\":\"SENT\"}");

        assertThat(run("redrive", "--follow", "7").exit()).isZero();
    }

    @Test
    void oneThatHaltsFailsTheJob() {
        answer(200, "{\"id\":7,\"state\":\"HALTED\",\"endReason\":\"too many died again\"}");

        var run = run("redrive", "--follow", "7");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("redrive 7 HALTED: too many died again");
    }

    @Test
    void aBeginningOfWhichNobodyKnowsWhetherItArrivedIsRepeatedWithTheSameKey() {
        answer(503, "{\"detail\":\"The database is out of reach; try again\"}");
        answer(409, "{\"detail\":\"still at work\"}");
        answer(202, "{\"id\":7,\"state\":\"RUNNING\"}");

        var run = run("redrive", "--note", "all", "--no-follow");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(requests).hasSize(3);
        assertThat(keys).hasSize(3).doesNotContainNull();
        assertThat(keys.stream().distinct()).hasSize(1);
    }

    @Test
    void eachCallOfItsOwnHasAKeyOfItsOwnAndADryRunHasNone() {
        answer(202, "{\"id\":7}");
        answer(202, "{\"id\":8}");
        answer(200, "{\"dryRun\":true}");

        run("redrive", "--note", "all", "--no-follow");
        run("redrive", "--note", "all", "--no-follow");
        run("redrive", "--dry-run");

        assertThat(keys.stream().distinct()).hasSize(3);
        assertThat(keys.getLast()).isNull();
    }

    @Test
    void aDryRunPrintsWhatWouldHappen() {
        answer(200, "{\"dryRun\":true,\"deadLetters\":50000}");

        var run = run("redrive", "--dry-run", "--limit", "10");

        assertThat(run.out()).isEqualToIgnoringNewLines("{\"dryRun\":true,\"deadLetters\":50000}");
        assertThat(requests).containsExactly("POST /api/redrives {\"filter\":{},\"dryRun\":true,\"limit\":10}");
    }

    @Test
    void idsAndAFilterTogetherAreAWrongUseAndNotHalfOfItIsDone() {
        var run = run("redrive", "3-1047", "--reason", "ESI_SERVER_ERROR", "--note", "x");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("Give ids of dead letters or a filter, not both");
        assertThat(requests).isEmpty();
    }

    @Test
    void deadLettersAreListedOverPages() {
        answer(200, "{\"deadLetters\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"nextCursor\":\"x y\"}");
        answer(200, "{\"deadLetters\":[{\"id\":\"c\"}]}");

        var run = run("dead-letters", "list", "--since", "2026-03-01T00:00:00Z", "--limit", "3");

        assertThat(run.out().lines()).containsExactly("{\"id\":\"a\"}", "{\"id\":\"b\"}", "{\"id\":\"c\"}");
        assertThat(requests)
                .containsExactly(
                        "GET /api/dead-letters?since=2026-03-01T00%3A00%3A00Z&limit=3 ",
                        "GET /api/dead-letters?since=2026-03-01T00%3A00%3A00Z&limit=1&cursor=x%20y ");
    }

    @Test
    void deadLettersAreShownCountedAndDiscarded() {
        answer(200, "{\"id\":\"a/b\"}");
        answer(200, "{\"total\":1}");
        answer(200, "{\"id\":\"a/b\",\"state\":\"DISCARDED\"}");

        assertThat(run("dead-letters", "show", "a/b").exit()).isZero();
        assertThat(run("dead-letters", "summary").exit()).isZero();
        assertThat(run("dead-letters", "discard", "a/b", "--note", "by mistake").exit())
                .isZero();
        assertThat(requests)
                .containsExactly(
                        "GET /api/dead-letters/a%2Fb ",
                        "GET /api/dead-letters/summary ",
                        "POST /api/dead-letters/a%2Fb/discard {\"note\":\"by mistake\"}");
    }

    @Test
    void aServiceThatStaysAwayIsGivenUp() {
        server.stop(0);

        var run = run("--retry-for", "0", "status", "1");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).startsWith("error: cannot reach http://");
    }

    private void answer(int status, String body) {
        answers.add(new Answer(status, body));
    }

    private CommandRun run(String... arguments) {
        var connection =
                Stream.of("--url", "http://localhost:" + server.getAddress().getPort());
        var interval = arguments[0].equals("redrive") ? Stream.of("--interval", "1") : Stream.<String>empty();
        return CommandRun.of(Stream.of(connection, Stream.of(arguments), interval)
                .flatMap(part -> part)
                .toArray(String[]::new));
    }
}
