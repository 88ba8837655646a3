package eve.contracts.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The output of the server's present run. It goes to a file because the server may outlive the process that
/// reads a pipe.
record PostgresOutput(Path file) {

    static PostgresOutput in(Path directory) throws IOException {
        Path file = directory.resolve("postgres.log");
        Files.deleteIfExists(file);
        return new PostgresOutput(file);
    }

    Redirect redirect() {
        return Redirect.appendTo(file.toFile());
    }

    boolean saysThatItDidNotStart() {
        return lines().stream().anyMatch(line -> line.contains("pg_ctl: could not start server"));
    }

    String lastLines() {
        List<String> lines = lines();
        return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
