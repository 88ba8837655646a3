package eve.contracts.local;

import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import eve.contracts.engines.PortTakenException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Kafka and PostgreSQL with the data of earlier starts.
record Engines(EmbeddedKafka kafka, EmbeddedPostgresServer postgres) implements AutoCloseable {

    static final String DATABASE = "contracts";

    /// Starts both at the same time.
    ///
    /// @throws CannotStartException if a port was taken in the meantime, or the data is in use
    static Engines start(LocalOptions options) {
        var kafka = CompletableFuture.supplyAsync(() -> EmbeddedKafka.options()
                .directory(options.data.resolve("kafka"))
                .port(options.kafkaPort, "-Dkafka.port=")
                // Keeps the committed offsets of the services, also after a long pause.
                .property("offsets.retention.minutes", "525600")
                .start());
        var postgres = CompletableFuture.supplyAsync(() -> {
            var server = EmbeddedPostgresServer.options()
                    .directory(postgresFolder(options.data))
                    .port(options.postgresPort, "-Dpostgres.port=")
                    .start();
            server.createDatabase(DATABASE);
            return server;
        });
        try {
            return kafka.thenCombine(postgres, Engines::new).join();
        } catch (CompletionException failed) {
            kafka.thenAccept(EmbeddedKafka::close);
            postgres.thenAccept(EmbeddedPostgresServer::close);
            throw readable(failed.getCause() == null ? failed : failed.getCause());
        }
    }

    static Path postgresFolder(Path data) {
        return data.resolve("postgres");
    }

    private static RuntimeException readable(Throwable cause) {
        return switch (cause) {
            case PortTakenException taken -> new CannotStartException(String.valueOf(taken.getMessage()));
            case IllegalStateException inUse -> new CannotStartException(String.valueOf(inUse.getMessage()));
            case RuntimeException other -> other;
            default -> new IllegalStateException(cause);
        };
    }

    String jdbcUrl() {
        return postgres.jdbcUrl(DATABASE);
    }

    @Override
    public void close() {
        kafka.close();
        postgres.close();
    }
}
