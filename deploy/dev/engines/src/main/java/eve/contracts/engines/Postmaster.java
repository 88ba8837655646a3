package eve.contracts.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The main process of a PostgreSQL server, found by the `postmaster.pid` of its data directory.
///
/// The server outlives the process that started it if that process is killed. Therefore the next process must
/// find it by this file.
record Postmaster(ProcessHandle process) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Returns the server that runs on this data directory, if there is one. Deletes a file that names a
    /// process that is not PostgreSQL, for example after a restart of the machine: PostgreSQL refuses to start
    /// while this file exists.
    ///
    /// @throws IllegalStateException if it cannot be determined what the process is
    static Optional<Postmaster> on(Path data) {
        Path file = data.resolve("postmaster.pid");
        Optional<ProcessHandle> named = pid(file).flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        ProcessHandle process = named.get();
        Optional<Path> command = process.info().command().map(Path::of);
        if (command.isPresent() && !command.get().getFileName().toString().startsWith("postgres")) {
            delete(file);
            return Optional.empty();
        }
        if (command.isEmpty() || !servesDirectory(process, data)) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "%s names process %d, which runs but is not surely a PostgreSQL on that folder: "
                            + "stop it, or delete the file when you know that it is none",
                    file,
                    process.pid()));
        }
        return Optional.of(new Postmaster(process));
    }

    private static Optional<Long> pid(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.valueOf(lines.getFirst().strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean servesDirectory(ProcessHandle process, Path data) {
        List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
        int option = arguments.indexOf("-D");
        return option >= 0
                && option + 1 < arguments.size()
                && arguments.get(option + 1).equals(data.toString());
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs PostgreSQL's fast shutdown: rolls back open transactions, closes all connections, writes a
    /// checkpoint.
    void stop() {
        signal("INT");
        awaitExit();
    }

    /// Runs PostgreSQL's immediate shutdown: the next start recovers from the WAL, as after a crash.
    void crash() {
        signal("QUIT");
        awaitExit();
    }

    /// Uses the shell's built-in `kill`: a small image may not contain the program.
    private void signal(String name) {
        try {
            new ProcessBuilder("sh", "-c", String.format(Locale.ROOT, "kill -%s %d", name, process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while stopping PostgreSQL", e);
        }
    }

    void awaitExit() {
        try {
            process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    String.format(
                            Locale.ROOT, "PostgreSQL (process %d) did not stop within %s", process.pid(), PATIENCE),
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while stopping PostgreSQL", e);
        }
    }
}
