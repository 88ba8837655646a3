package eve.contracts.aggregator.topics;

import eve.contracts.aggregator.intake.IntakeProperties;
import eve.contracts.model.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.util.function.SingletonSupplier;

/// The names and settings of the topics. Topics that do not exist are created at the start; existing ones are
/// not changed.
@Configuration(proxyBeanMethods = false)
class TopicConfiguration {

    private static final Duration KEEP = Duration.ofDays(7);
    /// Room for the headers that a failed record gets.
    private static final int HEADERS = 65_536;

    @Bean
    Topics topics(TopicsProperties properties) {
        return new Topics(properties.prefix());
    }

    @Bean
    KafkaAdmin.NewTopics contractTopics(
            TopicsProperties properties, Topics topics, IntakeProperties intake, KafkaAdmin kafka) {
        onlyCreate(kafka);
        List<NewTopic> all = new ArrayList<>();
        all.add(byArrival(topic(properties, topics.contractIds(), KEEP.toMillis(), properties.maxRecordBytes())));
        for (int tier = 0; tier < intake.retryDelays().size(); tier++) {
            long keep = KEEP.plus(intake.retryDelays().get(tier)).toMillis();
            all.add(byArrival(topic(properties, topics.retry(tier), keep, properties.maxRecordBytes() + HEADERS)));
        }
        // Dead letters stay until a person has decided about them.
        all.add(byArrival(topic(properties, topics.deadLetters(), -1, properties.maxRecordBytes() + HEADERS)));
        all.add(topic(properties, topics.events(), KEEP.toMillis(), properties.maxRecordBytes()));
        return new KafkaAdmin.NewTopics(all.toArray(NewTopic[]::new));
    }

    /// By default, the admin also adds partitions to a topic that has fewer: the ids of a contract would then
    /// be in two partitions, and no longer in order.
    private static void onlyCreate(KafkaAdmin kafka) {
        Supplier<Set<String>> existing = SingletonSupplier.of(() -> existing(kafka));
        kafka.setCreateOrModifyTopic(topic -> !existing.get().contains(topic.name()));
    }

    private static Set<String> existing(KafkaAdmin kafka) {
        try (Admin admin = Admin.create(kafka.getConfigurationProperties())) {
            return admin.listTopics().names().get(kafka.getOperationTimeout(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("The topics cannot be listed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while the topics were listed", e);
        }
    }

    /// Makes retention count from a record's arrival: otherwise a record whose publisher set a timestamp of
    /// last week would be deleted before it is read.
    private static NewTopic byArrival(NewTopic topic) {
        Map<String, String> configs = new HashMap<>(topic.configs());
        configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TimestampType.LOG_APPEND_TIME.name);
        return topic.configs(configs);
    }

    private static NewTopic topic(TopicsProperties properties, String name, long keepMillis, int maxBytes) {
        return new NewTopic(name, properties.partitions(), properties.replicationFactor())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG, Long.toString(keepMillis),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxBytes),
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(properties.minInsyncReplicas())));
    }
}
