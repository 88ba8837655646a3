package eve.contracts.api.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the exit codes of the README: 1 failed, 2 used wrongly. Permanent failures are not retried for
/// minutes.
@Timeout(20)
class ExitCodesTests {

    private final HttpServer server;
    private String contentType = "application/json";
    private String body = "{}";
    private int status = 200;

    @TempDir
    Path folder;

    ExitCodesTests() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.getResponseHeaders().set("Location", "https://elsewhere/");
            exchange.sendResponseHeaders(status, body.getBytes(UTF_8).length);
            exchange.getResponseBody().write(body.getBytes(UTF_8));
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8080",
                "localhost",
                "",
                "http:localhost:8080",
                "http://",
                "http:///api",
                "ftp://localhost",
                "http://localhost:0",
                "http://localhost:99999",
                "http://localhost:80x",
                "http://local host",
                "http://operator:secret@localhost:8080",
                "http://localhost:8080?x=1",
                "http://localhost:8080#top"
            })
    void anAddressThatCannotBeCalledIsAWrongUse(String url) {
        var run = CommandRun.of("--url", url, "status", "1");

        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("--url").doesNotContain("\tat ", "secret@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/contracts", "/contracts/"})
    void aSlashAndAPathBeforeTheCallsAreRight(String path) {
        assertThat(CommandRun.of("--url", url() + path, "status", "1").exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "200,text/html,<html>Welcome</html>",
        "200,application/json,[]",
        "204,text/plain,''",
        "200,text/plain,''"
    })
    void anotherWebServerIsNoSuccess(int status, String contentType, String body) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;

        var run = run("status", "1");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("is not contract-api");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 308, 400, 401, 403, 404, 409, 422, 500})
    void whatIsRefusedHasFailedAndIsNotRepeated(int status) {
        this.status = status;
        this.body = "{\"detail\":\"Said by the service\"}";
        assertThat(run("status", "1").exit()).isEqualTo(1);
        assertThat(run("dead-letters", "discard", "0-1", "--note", "x").err()).contains("Said by the service");

        this.body = "<html>";
        assertThat(run("redrive", "--note", "x").err()).contains(status < 400 ? "correct --url" : "says " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void aServiceThatStaysBusyHasFailed(int status) {
        this.status = status;

        assertThat(CommandRun.of("--url", url(), "--retry-for", "0", "status", "1")
                        .exit())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"https, 'HTTP/1.1 400 '", "http, ''", "http, no HTTP"})
    void anAnswerThatIsLostAndOneInAnotherProtocolHaveFailed(String scheme, String answer) throws Exception {
        try (var socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            CompletableFuture.runAsync(() -> answerOnce(socket, answer + "\r\n\r\n"));

            var url = scheme + "://localhost:" + socket.getLocalPort();
            var run = CommandRun.of("--url", url, "--retry-for", "0", "redrive", "--note", "x");

            assertThat(run.exit()).as(run.err()).isEqualTo(1);
            assertThat(run.err()).contains("cannot reach " + scheme);
        }
    }

    @Test
    void filesThatCannotBeUsedAreAWrongUse() throws Exception {
        var empty = Files.createFile(folder.resolve("empty")).toString();
        var two = Files.writeString(folder.resolve("two"), "a\nb").toString();
        assertThat(run("publish", "--file", folder.resolve("none").toString()).exit())
                .isEqualTo(2);
        assertThat(run("--password-file", empty, "status", "1").exit()).isEqualTo(2);
        assertThat(run("--token-file", two, "status", "1").exit()).isEqualTo(2);
        assertThat(run("dead-letters", "list", "--limit", "0").exit()).isEqualTo(2);
    }

    private static void answerOnce(ServerSocket server, String answer) {
        try (var socket = server.accept()) {
            socket.getInputStream().read();
            socket.getOutputStream().write(answer.getBytes(UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private CommandRun run(String... arguments) {
        var all = new String[arguments.length + 2];
        all[0] = "--url";
        all[1] = url();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return CommandRun.of(all);
    }
}
