package eve.contracts.aggregator.recovery;

import eve.contracts.aggregator.intake.IntakeProperties;
import eve.contracts.aggregator.store.RestoredContracts;
import eve.contracts.aggregator.topics.TopicsProperties;
import eve.contracts.model.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaAdmin;

/// Makes a restored database and Kafka consistent again. Run once after a restore, while the services are
/// stopped.
///
/// Every id since the backup is processed again: the worker's groups are reset to the time of the last answer
/// in the database. Each contract's version is raised above all versions used since the backup, so that
/// consumers which keep the highest version accept what is stored from now on. It is safe to run it again.
@ImportAutoConfiguration({DataSourceAutoConfiguration.class, KafkaAutoConfiguration.class})
@Import(RestoredContracts.class)
@EnableConfigurationProperties({TopicsProperties.class, IntakeProperties.class})
public final class AfterRestore {

    private static final Logger log = LoggerFactory.getLogger(AfterRestore.class);

    /// An answer is committed some time after its id arrived.
    private static final Duration MARGIN = Duration.ofMinutes(10);

    /// More versions than any contract gets between a backup and its restore.
    private static final int VERSIONS = 100_000;

    private AfterRestore() {}

    public static void main(String[] args) throws Exception {
        var application = new SpringApplicationBuilder(AfterRestore.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=aggregator");
        try (var context = application.run(args)) {
            var contracts = context.getBean(RestoredContracts.class);
            var topics = new Topics(context.getBean(TopicsProperties.class).prefix());
            var group = context.getBean(IntakeProperties.class).group(topics);
            var last = contracts.lastAnswer();
            long raised = contracts.raiseVersions(VERSIONS);
            long since = Math.max(0, last.minus(MARGIN).toEpochMilli());
            try (var admin = Admin.create(context.getBean(KafkaAdmin.class).getConfigurationProperties())) {
                long again = goBack(admin, group, topics.contractIds(), since);
                for (var name : new TreeSet<>(admin.listTopics().names().get())) {
                    var tier = name.startsWith(topics.contractIds() + "-retry-")
                            ? name.substring((topics.contractIds() + "-retry-").length())
                            : "";
                    if (tier.matches("\\d+")) {
                        again += goBack(admin, group + "-retry-" + tier, name, since);
                    }
                }
                log.info(
                        "The last answer is of {}: {} records since are processed again, {} contracts got higher"
                                + " versions",
                        last,
                        again,
                        raised);
            }
        }
    }

    /// @return the number of records that the group reads again
    private static long goBack(Admin admin, String group, String topic, long since)
            throws ExecutionException, InterruptedException {
        var committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        committed.keySet().stream()
                .filter(at -> at.topic().equals(topic))
                .forEach(at -> asked.put(at, OffsetSpec.forTimestamp(since)));
        var back = new HashMap<TopicPartition, OffsetAndMetadata>();
        long again = 0;
        for (var found : admin.listOffsets(asked).all().get().entrySet()) {
            long now = Objects.requireNonNull(committed.get(found.getKey())).offset();
            long then = found.getValue().offset();
            if (then >= 0 && then < now) {
                back.put(found.getKey(), new OffsetAndMetadata(then));
                again += now - then;
            }
        }
        if (!back.isEmpty()) {
            admin.alterConsumerGroupOffsets(group, Map.copyOf(back)).all().get();
        }
        return again;
    }
}
