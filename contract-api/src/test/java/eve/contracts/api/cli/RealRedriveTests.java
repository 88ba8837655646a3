package eve.contracts.api.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.api.Tables;
import eve.contracts.engines.test.Database;
import eve.contracts.model.FailureReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs the commands for dead letters against the real service. Separate from other tests, because these dead
/// letters would change the status of ids there.
@ApiTest
@TestPropertySource(properties = "apart=dead-letters")
class RealRedriveTests {

    private final Caller caller;
    private final JdbcClient sql;
    private final IdTopics topics;
    private int replaysBefore;

    @TempDir
    Path folder;

    RealRedriveTests(@Autowired Caller caller, @Autowired JdbcClient sql, @Autowired Database database) {
        this.caller = caller;
        this.sql = sql;
        this.topics = new IdTopics(database);
    }

    /// Sends the dead letters of 25 contracts, the last five of which have two each.
    @BeforeEach
    void fill() throws Exception {
        Files.writeString(folder.resolve("password"), Caller.PASSWORD + "\n");
        Tables.empty(
                sql,
                "dead_letter, dead_letter_decision, redrive, redrive_item, replay, contract, contract_item, contract_bid");
        replaysBefore = topics.replays().size();
        topics.sendAll(LongStream.rangeClosed(1, 30)
                .mapToObj(id -> id <= 20
                        ? topics.letter(id, FailureReason.ESI_SERVER_ERROR)
                        : topics.letter(21 + id % 5, FailureReason.STORE_FAILED)));
        // The summary may be one second old, from before these dead letters.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> sql.sql("select count(*) from dead_letter")
                                .query(Long.class)
                                .single()
                        == 30);
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void aDryRunACanaryAndTheRestReplayEachContractOnce() {
        var dryRun = json(run("redrive", "--dry-run", "--reason", "ESI_SERVER_ERROR"));
        var canary = run("redrive", "--reason", "ESI_SERVER_ERROR", "--limit", "5", "--note", "canary");
        var rest = run("redrive", "--rate", "100", "--note", "the rest");

        assertThat(dryRun.at("/outcomes/REPLAYED").asLong()).isEqualTo(20);
        assertThat(json(canary).at("/replays/sent").asLong()).isEqualTo(5);
        assertThat(canary.err().lines().toList()).first().asString().matches("redrive \\d+ has begun");
        assertThat(canary.err().lines().toList())
                .last()
                .asString()
                .matches("redrive \\d+ SENT 100%, deadLetters 5, pending 0, sent 5, answered 0, died 0, refused 0");
        assertThat(rest.exit()).as(rest.err()).isZero();
        assertThat(json(rest).path("state").asString()).isEqualTo("SENT");
        assertThat(json(rest).path("createdBy").asString()).isEqualTo("operator");
        assertThat(topics.replays().size() - replaysBefore).isEqualTo(25);
        assertThat(json(run("dead-letters", "summary")).at("/states/OPEN").asLong(-1))
                .isZero();
    }

    @Test
    void deadLettersAreListedShownDiscardedAndReplayedByTheirIds() {
        var list = run("dead-letters", "list", "--reason", "STORE_FAILED", "--limit", "7");
        var ids = list.out()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line).path("id").asString())
                .toList();

        var shown = json(run("dead-letters", "show", ids.get(0)));
        var discarded = json(run("dead-letters", "discard", ids.get(0), "--note", "of a test"));
        var again = run("dead-letters", "discard", ids.get(0), "--note", "of a test");
        var replayed = json(run("redrive", ids.get(1), ids.get(2), "--note", "these two"));

        assertThat(ids).hasSize(7);
        assertThat(shown.at("/value/text").asString()).contains("contractId");
        assertThat(discarded.path("state").asString()).isEqualTo("DISCARDED");
        assertThat(again.exit()).isZero();
        assertThat(json(again)).isEqualTo(discarded);
        assertThat(replayed.path("state").asString()).isEqualTo("SENT");
        assertThat(replayed.path("deadLetters").asLong()).isEqualTo(2);
    }

    @Test
    void oneThatSomebodyCancelsIsToldAndFailsTheJob() {
        var begun = json(run("redrive", "--rate", "1", "--note", "slow", "--no-follow"));
        var id = begun.path("id").asString();
        var following = CompletableFuture.supplyAsync(() -> run("redrive", "--follow", id, "--interval", "10"));

        caller.operator().post("/api/redrives/" + id + "/cancel", "{\"note\":\"enough\"}");

        var run = following.join();
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).containsPattern("redrive " + id + " CANCELLED .*: enough");
        assertThat(json(run).path("state").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void whatTheServiceRefusesIsToldInItsWords() {
        var unknown = run("redrive", "0-99999999", "--note", "x");
        var without = run("redrive");
        var gone = run("redrive", "--follow", "987654321");

        assertThat(List.of(unknown.exit(), without.exit(), gone.exit())).containsOnly(1);
        assertThat(unknown.err()).contains("ids must be of dead letters; 1 are not, the first is 0-99999999 (400)");
        assertThat(without.err()).contains("note must say why (400)");
        assertThat(gone.err()).contains("There is no redrive 987654321");
    }

    private CommandRun run(String... arguments) {
        var connection = Stream.of(
                "--url",
                caller.baseUrl().get(),
                "--password-file",
                folder.resolve("password").toString());
        return CommandRun.of(Stream.concat(connection, Stream.of(arguments)).toArray(String[]::new));
    }

    private static JsonNode json(CommandRun run) {
        return JsonMapper.shared().readTree(run.out());
    }
}
