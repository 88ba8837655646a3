package eve.contracts.engines;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/// The settings of the only broker of a cluster, and the format of its log directory.
final class BrokerProperties {

    private static final int NODE = 1;
    private static final String CONTROLLER = "CONTROLLER";

    private BrokerProperties() {}

    static Map<String, String> of(Path logs, int port, Map<String, String> extra) {
        int controllerPort = Ports.anyFree();
        Map<String, String> properties = new HashMap<>(ALONE);
        properties.put("node.id", Integer.toString(NODE));
        properties.put("process.roles", "broker,controller");
        properties.put("controller.listener.names", CONTROLLER);
        properties.put(
                "controller.quorum.voters", String.format(Locale.ROOT, "%d@%s:%d", NODE, Ports.HOST, controllerPort));
        properties.put(
                "listeners",
                String.format(
                        Locale.ROOT,
                        "PLAINTEXT://%1$s:%2$d,%3$s://%1$s:%4$d",
                        Ports.HOST,
                        port,
                        CONTROLLER,
                        controllerPort));
        properties.put("advertised.listeners", String.format(Locale.ROOT, "PLAINTEXT://%s:%d", Ports.HOST, port));
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", logs.toString());
        if (!wasStopped(logs)) {
            properties.putAll(AFTER_A_CRASH);
        }
        properties.putAll(extra);
        return properties;
    }

    private static final Map<String, String> ALONE = Map.ofEntries(
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "8"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "8"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.coordinator.threads", "2"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "2"),
            Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
            Map.entry("log.cleaner.io.buffer.size", "131072"),
            Map.entry("log.index.size.max.bytes", "1048576"));

    /// After a crash, the controller accepts the broker again only when its old session has expired: 9 s by
    /// default.
    private static final Map<String, String> AFTER_A_CRASH =
            Map.of("broker.session.timeout.ms", "3000", "broker.heartbeat.interval.ms", "500");

    /// Kafka creates this file when it stops and deletes it when it starts.
    private static boolean wasStopped(Path logs) {
        return Files.exists(logs.resolve(".kafka_cleanshutdown"));
    }

    /// Formats the log directory the first time. Later starts keep its cluster id and its data.
    static void format(Path logs) {
        if (Files.exists(logs.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream())) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(CONTROLLER)
                    .setMetadataLogDirectory(logs.toString())
                    .addDirectory(logs.toString())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + logs, e);
        }
    }
}
