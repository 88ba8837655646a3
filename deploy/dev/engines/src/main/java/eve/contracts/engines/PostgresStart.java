package eve.contracts.engines;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Starts the server, and fails as soon as the server reports that it cannot start. The wrapper alone would
/// wait a minute for a dead server.
final class PostgresStart {

    private final EmbeddedPostgres.Builder builder;
    private final PostgresOutput output;
    private final CompletableFuture<EmbeddedPostgres> server = new CompletableFuture<>();

    PostgresStart(EmbeddedPostgres.Builder builder, PostgresOutput output) {
        this.builder = builder;
        this.output = output;
    }

    EmbeddedPostgres await() throws IOException {
        Thread starter = Thread.ofPlatform().daemon().name("postgres-start").start(this::run);
        try {
            while (!starter.join(Duration.ofMillis(200))) {
                if (output.saysThatItDidNotStart()) {
                    starter.interrupt();
                }
            }
        } catch (InterruptedException e) {
            starter.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL started", e);
        }
        EmbeddedPostgres started = result();
        if (output.saysThatItDidNotStart()) {
            started.close();
            throw new IllegalStateException("the server ended");
        }
        return started;
    }

    private void run() {
        try {
            server.complete(builder.start());
        } catch (IOException | RuntimeException | Error e) {
            server.completeExceptionally(e);
        }
    }

    private EmbeddedPostgres result() throws IOException {
        try {
            return server.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }
}
