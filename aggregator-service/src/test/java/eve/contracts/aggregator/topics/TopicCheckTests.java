package eve.contracts.aggregator.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.Worker;
import eve.contracts.engines.test.Engines;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Topics that are missing, or lose records by their settings, end the start with a message that says what to
/// do; good topics are not changed.
class TopicCheckTests {

    private EsiSimulator esi;
    private Worker worker;
    private Admin admin;

    @BeforeEach
    void start() {
        esi = EsiSimulator.start(SimulatorOptions.defaults().withoutLatency());
        worker = Worker.start(esi.baseUrl());
        admin = Admin.create(Map.of("bootstrap.servers", Engines.shared().bootstrapServers()));
        worker.stop();
    }

    @AfterEach
    void stop() {
        admin.close();
        worker.close();
        esi.close();
    }

    @Test
    void aTopicThatIsMissingEndsTheStartWithWhatToDo() throws Exception {
        List<String> gone = List.of(worker.topics().retry(1), worker.topics().events());
        admin.deleteTopics(gone).all().get();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> admin.listTopics().names().get().stream().noneMatch(gone::contains));

        assertThatThrownBy(() -> worker.another("spring.kafka.admin.auto-create=false"))
                .rootCause()
                .hasMessageContaining("topic " + worker.topics().retry(1) + " does not exist")
                .hasMessageContaining("topic " + worker.topics().events() + " does not exist");
    }

    @Test
    void everySettingByWhichATopicLosesRecordsIsNamedInOneMessage() throws Exception {
        set(worker.topics().deadLetters(), "cleanup.policy", "compact");
        set(worker.topics().retry(0), "retention.ms", "1500");
        set(worker.topics().retry(1), "max.message.bytes", "1000");
        set(worker.topics().events(), "min.insync.replicas", "2");
        set(worker.topics().contractIds(), "retention.ms", "43200000");
        set(worker.topics().contractIds(), "retention.bytes", "1000000");
        set(worker.topics().retry(1), "retention.bytes", "1000000");
        set(worker.topics().deadLetters(), "retention.ms", "31536000000");
        set(worker.topics().deadLetters(), "retention.bytes", "99000000000");

        assertThatThrownBy(worker::another)
                .rootCause()
                .hasMessageContaining("topic " + worker.topics().deadLetters() + " is compacted")
                .hasMessageContaining("topic " + worker.topics().retry(0) + " deletes records while they wait PT1S")
                .hasMessageContaining("topic " + worker.topics().retry(1) + " takes smaller records")
                .hasMessageContaining("topic " + worker.topics().events() + " has 1 replicas and needs 2")
                .hasMessageContaining("topic " + worker.topics().contractIds() + " deletes ids after PT12H")
                .hasMessageContaining("topic " + worker.topics().contractIds() + " deletes ids beyond 1000000 bytes")
                .hasMessageContaining("topic " + worker.topics().retry(1) + " deletes ids beyond 1000000 bytes")
                .hasMessageContaining("set its retention.ms to -1, not 31536000000")
                .hasMessageContaining("set its retention.bytes to -1, not 99000000000");
    }

    @Test
    void aTopicThatExistsKeepsItsPartitions() throws Exception {
        int before = partitions();

        worker.another("contracts.topics.partitions=" + (before + 3)).close();

        assertThat(partitions()).isEqualTo(before);
    }

    private int partitions() throws Exception {
        return admin.describeTopics(List.of(worker.topics().contractIds()))
                .allTopicNames()
                .get()
                .values()
                .iterator()
                .next()
                .partitions()
                .size();
    }

    private void set(String topic, String name, String value) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }
}
