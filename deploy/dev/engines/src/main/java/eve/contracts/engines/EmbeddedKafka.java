package eve.contracts.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/// A real Kafka broker and KRaft controller in this process, the only one of its cluster, on 127.0.0.1 only.
///
/// Acknowledged records survive [#stop()], [#close()] and a crash of the process. Like every Kafka broker it
/// leaves flushing to the operating system, so it does not promise that they survive a crash of the machine.
/// Only one broker at a time can use a folder.
public final class EmbeddedKafka implements AutoCloseable {

    private final Path directory;
    private final boolean temporary;
    private final int port;
    private final String portOption;
    private final Map<String, String> properties;

    private @Nullable DataDirectory locked;
    private @Nullable KafkaRaftServer server;

    private EmbeddedKafka(Options options) {
        this.temporary = options.directory == null;
        this.directory = options.directory == null ? TemporaryFolder.create("kafka") : options.directory;
        this.port = options.port == 0 ? Ports.anyFree() : options.port;
        this.portOption = options.portOption;
        this.properties = Map.copyOf(options.properties);
    }

    /// Returns options for a broker; only [Options#start()] starts it.
    public static Options options() {
        return new Options();
    }

    /// Returns host and port for `bootstrap.servers`; they do not change at a restart.
    public String bootstrapServers() {
        return Ports.HOST + ":" + port;
    }

    /// Starts the broker again on the same port and with the same data; does nothing while it runs.
    ///
    /// @throws PortTakenException if another program listens on the port
    /// @throws IllegalStateException if the folder is in use
    public synchronized void start() {
        if (server != null) {
            return;
        }
        Ports.requireFree(port, portOption);
        QuietLogging.ofEngines();
        locked = DataDirectory.lock(directory);
        KafkaRaftServer starting = null;
        try {
            Path logs = Files.createDirectories(locked.path().resolve("logs"));
            BrokerProperties.format(logs);
            starting = new KafkaRaftServer(
                    new KafkaConfig(BrokerProperties.of(logs, port, properties), false), Time.SYSTEM);
            starting.startup();
            server = starting;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (server == null) {
                shutDown(starting);
            }
        }
    }

    /// Stops the broker and keeps its port and data; does nothing if it is stopped.
    public synchronized void stop() {
        KafkaRaftServer running = server;
        server = null;
        shutDown(running);
    }

    /// Stops the broker and deletes its folder if it is temporary.
    @Override
    public synchronized void close() {
        stop();
        if (temporary) {
            DataDirectory.delete(directory);
        }
    }

    private void shutDown(@Nullable KafkaRaftServer running) {
        try {
            if (running != null) {
                running.shutdown();
                running.awaitShutdown();
            }
        } finally {
            if (locked != null) {
                locked.close();
                locked = null;
            }
        }
    }

    /// Sets where the broker keeps its data, where it listens, and its other properties.
    public static final class Options {

        private final Map<String, String> properties = new HashMap<>();
        private @Nullable Path directory;
        private int port;
        private String portOption = "another port option";

        private Options() {}

        /// Keeps the data in this folder. The default is a temporary folder that [EmbeddedKafka#close()]
        /// deletes.
        public Options directory(Path directory) {
            this.directory = directory;
            return this;
        }

        /// Listens on this port, or on any free port if it is 0.
        ///
        /// @param option the option with which a person chooses another port, such as `-Dkafka.port=`; the
        ///     error for a taken port names it
        public Options port(int port, String option) {
            this.port = port;
            this.portOption = option;
            return this;
        }

        /// Adds or replaces a broker property.
        public Options property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /// Starts a broker.
        ///
        /// @throws PortTakenException if another program listens on the port; nothing was started then
        /// @throws IllegalStateException if the folder is in use
        public EmbeddedKafka start() {
            EmbeddedKafka kafka = new EmbeddedKafka(this);
            kafka.start();
            return kafka;
        }
    }
}
