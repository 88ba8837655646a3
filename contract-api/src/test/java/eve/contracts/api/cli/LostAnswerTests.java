package eve.contracts.api.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.engines.test.Database;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/// The real service behind a proxy that loses the first answer: the call is executed, and the connection is
/// closed.
@ApiTest
@TestPropertySource(properties = "apart=followed-submissions")
class LostAnswerTests {

    @Autowired
    Caller caller;

    @Autowired
    Database database;

    @Autowired
    JdbcClient sql;

    @TempDir
    Path folder;

    private final AtomicInteger calls = new AtomicInteger();
    private HttpServer proxy;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(folder.resolve("password"), Caller.PASSWORD);
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            try (exchange) {
                var key = Objects.requireNonNull(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
                var answer = caller.operator()
                        .send(caller.operator()
                                .request(exchange.getRequestURI().toString(), "Idempotency-Key", key)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofByteArray(
                                        exchange.getRequestBody().readAllBytes())));
                if (calls.incrementAndGet() > 1) {
                    var body = answer.body().getBytes(UTF_8);
                    exchange.sendResponseHeaders(answer.status(), body.length);
                    exchange.getResponseBody().write(body);
                }
            }
        });
        proxy.start();
    }

    @AfterEach
    void stop() {
        proxy.stop(0);
    }

    @Test
    void aRedriveWhoseAnswerIsLostBeginsOnce() {
        long before = redrives();

        var run = run("redrive", "--contract", "9", "--note", "lost", "--no-follow");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(calls).hasValue(2);
        assertThat(redrives() - before).isEqualTo(1);
    }

    @Test
    void idsWhoseAnswerIsLostArePublishedOnce() {
        try (var topics = new IdTopics(database)) {
            var run = run("publish", "501");

            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(calls).hasValue(2);
            assertThat(topics.read(topics.topics().contractIds()))
                    .filteredOn(record -> new String(record.key(), UTF_8).equals("501"))
                    .hasSize(1);
        }
    }

    private long redrives() {
        return sql.sql("select count(*) from redrive").query(Long.class).single();
    }

    private CommandRun run(String... arguments) {
        var all = new ArrayList<>(List.of(
                "--url",
                "http://localhost:" + proxy.getAddress().getPort(),
                "--password-file",
                folder.resolve("password").toString()));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
