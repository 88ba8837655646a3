package eve.contracts.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTests {

    @TempDir
    Path parent;

    @Test
    void clearsAwayTheFoldersOfDeadProcessesOnly() throws Exception {
        Path dead = folderOf(pidOfADeadProcess());
        Path alive = folderOf(ProcessHandle.current().pid());

        Path created = TemporaryFolder.createIn(parent, "postgres");

        assertThat(dead).doesNotExist();
        assertThat(alive).exists();
        assertThat(created).isEmptyDirectory();
    }

    private Path folderOf(long pid) throws IOException {
        return Files.createDirectories(parent.resolve(pid + "-postgres-1"));
    }

    private static long pidOfADeadProcess() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }
}
