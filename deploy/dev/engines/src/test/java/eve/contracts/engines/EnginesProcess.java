package eve.contracts.engines;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// Stores data in both engines, prints that it is ready, and runs until it is killed.
class EnginesProcess {

    static final String READY = "ready on port ";

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        EmbeddedKafka kafka =
                EmbeddedKafka.options().directory(directory.resolve("kafka")).start();
        EmbeddedPostgresServer postgres = EmbeddedPostgresServer.options()
                .directory(directory.resolve(ProcessHandle.current().pid() + "-postgres"))
                .start();
        Records.write(kafka, "kept", "42");
        EmbeddedPostgresServerTests.execute(postgres, "CREATE TABLE kept AS SELECT 42 AS n");
        System.out.println(READY + postgres.port());
        new CountDownLatch(1).await();
    }
}
