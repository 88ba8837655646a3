package eve.contracts.benchmark.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import eve.contracts.api.ContractApiApplication;
import eve.contracts.benchmark.Contenders;
import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.util.Locale;
import java.util.Objects;
import liquibase.command.CommandScope;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A database with the given numbers of open and closed contracts, and the service that reads it.
final class Stock implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext service;
    private final String url;

    private Stock(ConfigurableApplicationContext service) {
        this.service = service;
        this.url = "http://localhost:" + service.getEnvironment().getProperty("local.server.port");
    }

    static Stock of(int open, int closed, EmbeddedKafka kafka, EmbeddedPostgresServer postgres) throws Exception {
        var name = "search_" + closed;
        postgres.createDatabase(name);
        layTables(postgres, name);
        long start = System.nanoTime();
        fill(open, closed, postgres, name);
        System.out.printf(
                Locale.ROOT,
                "%d open and %d closed contracts filled in %d s%n",
                open,
                closed,
                (System.nanoTime() - start) / 1_000_000_000);
        return new Stock(ContractApiApplication.application()
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--logging.level.root=warn",
                        "--spring.main.banner-mode=off",
                        "--spring.datasource.url=" + postgres.jdbcUrl(name),
                        "--spring.datasource.username=" + postgres.username(),
                        "--spring.datasource.password=" + postgres.password(),
                        "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--contracts.topics.prefix=" + name + "-",
                        "--" + Contenders.excludeAllBut("eve.contracts"),
                        "--contracts.read.rate.calls=1000000000",
                        "--contracts.operator.password=used-by-nobody"));
    }

    private static void layTables(EmbeddedPostgresServer postgres, String name) throws Exception {
        new CommandScope("update")
                .addArgumentValue("changelogFile", "db/changelog/db.changelog-master.yaml")
                .addArgumentValue("url", postgres.jdbcUrl(name))
                .addArgumentValue("username", postgres.username())
                .addArgumentValue("password", postgres.password())
                .execute();
    }

    private static void fill(int open, int closed, EmbeddedPostgresServer postgres, String name) throws Exception {
        String script;
        try (var in = Objects.requireNonNull(Stock.class.getResourceAsStream("/search/fill.sql"))) {
            script = new String(in.readAllBytes(), UTF_8)
                    .replace("${open}", Integer.toString(open))
                    .replace("${closed}", Integer.toString(closed));
        }
        try (var connection =
                        DriverManager.getConnection(postgres.jdbcUrl(name), postgres.username(), postgres.password());
                var statement = connection.createStatement()) {
            for (var sql : script.split(";\\s*\\n(?=\\S)(?!begin|end)")) {
                statement.execute(sql);
            }
        }
    }

    /// @return milliseconds until the answer, and the cursor of the next page or an empty text
    Timed search(String query) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + "/api/contracts?" + query))
                .build();
        long start = System.nanoTime();
        var answer = HTTP.send(request, BodyHandlers.ofByteArray());
        double millis = (System.nanoTime() - start) / 1e6;
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(query + ": " + new String(answer.body(), UTF_8));
        }
        JsonNode page = JsonMapper.shared().readTree(answer.body());
        return new Timed(
                millis, page.path("contracts").size(), page.path("nextCursor").asString(""));
    }

    record Timed(double millis, int contracts, String nextCursor) {}

    @Override
    public void close() {
        service.close();
    }
}
