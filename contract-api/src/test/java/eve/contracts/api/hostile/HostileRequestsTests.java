package eve.contracts.api.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.api.contracts.search.Samples;
import eve.contracts.engines.test.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// The system properties `hostile.requests` and `hostile.seed` set the number of requests and the seed.
@ApiTest
class HostileRequestsTests {

    private static final int REQUESTS = Integer.getInteger("hostile.requests", 4_000);
    private static final long SEED = Long.getLong("hostile.seed", 7);
    private static final int AT_ONCE = 16;

    /// Names of internals; the text of an attack may be repeated as the rejected value.
    private static final List<String> INSIDE = List.of(
            "\tat ",
            "Exception",
            "org.postgres",
            "springframework",
            "tools.jackson",
            "PSQL",
            "SQLState",
            "Apache Tomcat/",
            "contract_term",
            "open_term",
            "jdbc:",
            Caller.PASSWORD);

    @Autowired
    Caller caller;

    @Autowired
    JdbcClient rows;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    List<RequestMappingHandlerMapping> mappings;

    @Autowired
    Database database;

    @BeforeEach
    void prepare() {
        new Samples(rows, transactions).store();
        IdTopics.create(database);
    }

    @Test
    void noRequestMakesTheServiceFailOrTellWhatIsInsideAndItStaysAsQuick() throws Exception {
        var requests = new HostileRequests(caller, paths(true), paths(false));
        honest();
        double before = honest();
        var statuses = new TreeMap<Integer, Integer>();

        inParallel(REQUESTS, (from, to) -> {
            var seen = new TreeMap<Integer, Integer>();
            for (int number = from; number < to; number++) {
                var request = requests.next(new Random(SEED * 1_000_003 + number));
                var answer = caller.send(request);
                check(number, request.build().method() + " " + request.build().uri(), answer);
                seen.merge(answer.status(), 1, Integer::sum);
            }
            synchronized (statuses) {
                seen.forEach((status, times) -> statuses.merge(status, times, Integer::sum));
            }
            return null;
        });

        // Load of other processes on this machine passes; connections or threads that are not released do not.
        double after = await().atMost(Duration.ofMinutes(1))
                .until(this::honest, millis -> millis < Math.max(2 * before, before + 2));
        System.out.printf(
                "%d hostile requests: %s; an honest one took %.2f ms before, %.2f ms after%n",
                REQUESTS, statuses, before, after);
        assertThat(statuses.get(200))
                .as("requests that are fit by chance, so that not all end at the door")
                .isPositive();
        assertThat(caller.get("/api/contracts").json().path("contracts").size()).isEqualTo(2);
    }

    /// Requests that no client library sends.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/contracts?q=|<>\" HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /api/contracts?q=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /api/%2e%2e/%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /api//contracts;a=b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /api/contracts HTTP/1.1\r\n\r\n",
                "GET /api/contracts HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET /api/contracts HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /api/contracts HTTP/1.1\r\nHost: x y\r\n\r\n",
                "POST /api/contract-ids HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /api/contract-ids HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /api/contract-ids HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n",
                "GET /%ff%fe HTTP/1.1\r\nHost: x\r\nX: \u0000\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHost: x\r\nCookie: a=b\r\n\r\n",
            })
    void aRequestThatIsNoHttpIsRefusedAndToldNothing(String request) {
        var answer = caller.raw(request);

        // 505 is the status for an invalid version of HTTP.
        assertThat(answer).as(request).matches("(?s)HTTP/1\\.[01] (4[0-9][0-9]|505).*");
        assertThat(answer).as(request).doesNotContain("<html");
        assertThat(INSIDE).noneMatch(answer::contains);
    }

    @Test
    void headersWithoutEndAreRefused() {
        var answer = caller.raw("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1\\.1 4[0-9][0-9].*");
    }

    private static void check(int number, String request, Caller.Answer answer) {
        var what = "request %d of seed %d, %s: %s".formatted(number, SEED, request, answer.body());
        assertThat(answer.status()).as(what).isLessThan(500);
        assertThat(INSIDE).as(what).noneMatch(answer.body()::contains);
        if (answer.status() >= 400 && !answer.body().isEmpty()) {
            assertThat(answer.header("Content-Type")).as(what).startsWith("application/problem+json");
        }
        assertThat(answer.header("Set-Cookie")).as(what).isEmpty();
    }

    /// Returns the median duration of an honest request in milliseconds.
    private double honest() {
        var millis = new ArrayList<Double>();
        for (int i = 0; i < 500; i++) {
            long start = System.nanoTime();
            assertThat(caller.get("/api/contracts?limit=10").status()).isEqualTo(200);
            millis.add((System.nanoTime() - start) / 1e6);
        }
        return millis.stream().sorted().skip(250).findFirst().orElseThrow();
    }

    private interface Share {
        Void run(int from, int to) throws Exception;
    }

    private static void inParallel(int all, Share share) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<Void>>();
            for (int i = 0; i < AT_ONCE; i++) {
                int from = all * i / AT_ONCE;
                int to = all * (i + 1) / AT_ONCE;
                tasks.add(() -> share.run(from, to));
            }
            for (var done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
    }

    private List<String> paths(boolean reads) {
        return mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .filter(info -> info.getMethodsCondition().getMethods().contains(RequestMethod.GET) == reads)
                .flatMap(info -> info.getPatternValues().stream())
                .filter(path -> path.startsWith("/api/"))
                .sorted()
                .toList();
    }
}
