package eve.contracts.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Creates folders for temporary data. Each name contains the process that created it, so that the folders of
/// killed processes can be found and deleted.
final class TemporaryFolder {

    private static final Logger log = LoggerFactory.getLogger(TemporaryFolder.class);

    private TemporaryFolder() {}

    /// Returns a new folder. First removes servers and folders of processes that ended without closing them.
    static Path create(String engine) {
        return createIn(Path.of(System.getProperty("java.io.tmpdir"), "contract-engines"), engine);
    }

    static Path createIn(Path parent, String engine) {
        try {
            Files.createDirectories(parent);
            left(parent).forEach(TemporaryFolder::clear);
            return Files.createTempDirectory(parent, ProcessHandle.current().pid() + "-" + engine + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> left(Path parent) throws IOException {
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(TemporaryFolder::isOfADeadProcess).toList();
        }
    }

    private static boolean isOfADeadProcess(Path folder) {
        String name = folder.getFileName().toString();
        return name.matches("\\d{1,18}-.*")
                && ProcessHandle.of(Long.parseLong(name.substring(0, name.indexOf('-'))))
                        .isEmpty();
    }

    /// Deletes a folder, unless another process is deleting it or it belongs to another user.
    private static void clear(Path folder) {
        try (DataDirectory locked = DataDirectory.lock(folder)) {
            Postmaster.on(locked.path().resolve("pgdata")).ifPresent(Postmaster::stop);
            DataDirectory.delete(locked.path());
        } catch (IllegalStateException | UncheckedIOException e) {
            log.debug("{} is left alone", folder, e);
        }
    }
}
