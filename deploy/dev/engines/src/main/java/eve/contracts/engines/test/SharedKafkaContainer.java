package eve.contracts.engines.test;

import java.util.Locale;
import org.testcontainers.kafka.KafkaContainer;

/// A broker in a container for the whole run: closing a Spring context does not stop it.
final class SharedKafkaContainer extends KafkaContainer {

    private SharedKafkaContainer() {
        super("apache/kafka:4.2.1");
        withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "8");
        GroupTimings.QUICK.forEach((name, value) -> withEnv(environmentVariable(name), value));
    }

    static SharedKafkaContainer started() {
        SharedKafkaContainer container = new SharedKafkaContainer();
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stopAtExit, "kafka-stop"));
        return container;
    }

    private static String environmentVariable(String property) {
        return "KAFKA_" + property.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /// Does nothing: the container stops at the end of the run.
    @Override
    public void stop() {}

    private void stopAtExit() {
        super.stop();
    }
}
