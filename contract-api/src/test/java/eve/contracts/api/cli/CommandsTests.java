package eve.contracts.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.api.contracts.search.Samples;
import eve.contracts.engines.test.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/// Runs the commands against the real service.
@ApiTest
class CommandsTests {

    @Autowired
    Caller caller;

    @Autowired
    Database database;

    @TempDir
    Path folder;

    @BeforeEach
    void prepare() throws Exception {
        Files.writeString(folder.resolve("password"), Caller.PASSWORD + "\n");
        Files.writeString(folder.resolve("wrong"), "wrong");
        IdTopics.create(database);
    }

    @Test
    void idsArePublishedFromArguments() {
        var run = run("password", "publish", "--region", "10000002", "7", "8", "7");

        assertThat(run.err()).isEqualToIgnoringNewLines("published 2");
        assertThat(run.out()).isEqualToIgnoringNewLines("{\"published\":2,\"duplicates\":1}");
        assertThat(run.exit()).isZero();
    }

    @Test
    void idsArePublishedFromAFileInBatches() throws Exception {
        var ids = LongStream.rangeClosed(1, 25_000).mapToObj(Long::toString).collect(Collectors.joining("\n"));
        Files.writeString(folder.resolve("ids"), "1, 2 3\n\n" + ids);

        var run = run("password", "publish", "--file", folder.resolve("ids").toString());

        assertThat(run.err().lines()).hasSize(3).last().isEqualTo("published 25000");
        assertThat(run.out()).isEqualToIgnoringNewLines("{\"published\":25000,\"duplicates\":3}");
        assertThat(run.exit()).isZero();
    }

    @Test
    void whatIsNoIdIsNamedByItsLine() throws Exception {
        Files.writeString(folder.resolve("ids"), "1\n2x\n");

        var run = run("password", "publish", "--file", folder.resolve("ids").toString());

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("line 2: '2x' is no contract id; 0 ids before it are published");
    }

    @Test
    void aWrongPasswordIsToldAtOnce() {
        var run = run("wrong", "publish", "7");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).startsWith("error: A user name and its password are needed");
    }

    @Test
    void aPasswordFileThatIsNotThereIsAWrongUse() {
        assertThat(run("elsewhere", "publish", "7").exit()).isEqualTo(2);
    }

    @Test
    void whereIdsStandIsToldLineByLine(@Autowired JdbcClient rows, @Autowired PlatformTransactionManager transactions) {
        new Samples(rows, transactions).store();

        var run = run("password", "status", "1", "404");

        assertThat(run.out().lines()).hasSize(2).first().asString().contains("\"contractId\":1,\"status\":\"STORED\"");
        assertThat(run.exit()).isZero();
    }

    @Test
    void wrongUseExplainsTheRightOne() {
        var run = CommandRun.of("redrive", "--nonsense");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("Unknown option: '--nonsense'");
        assertThat(CommandRun.of("redrive", "--help").out()).contains("Usage: contracts redrive", "--dry-run");
        assertThat(CommandRun.of("status").err())
                .contains("Missing required parameter: 'ID'", "Usage: contracts status");
    }

    private CommandRun run(String passwordFile, String... arguments) {
        var all = new ArrayList<>(List.of(
                "--url",
                caller.baseUrl().get(),
                "--password-file",
                folder.resolve(passwordFile).toString()));
        return CommandRun.of(Stream.concat(all.stream(), Stream.of(arguments)).toArray(String[]::new));
    }
}
