package eve.contracts.aggregator;

import eve.contracts.aggregator.intake.IntakeProperties;
import eve.contracts.model.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;

/// The topics as they should be. Those that do not exist are created at the start.
@Configuration(proxyBeanMethods = false)
class TopicSettings {

    private static final Duration KEEP = Duration.ofDays(7);
    /// Room for the headers that a failed record gets.
    private static final int HEADERS = 65_536;

    @Bean
    KafkaAdmin.NewTopics contractTopics(TopicsProperties properties, Topics topics, IntakeProperties intake) {
        List<NewTopic> all = new ArrayList<>();
        all.add(topic(properties, topics.contractIds(), KEEP.toMillis(), properties.maxRecordBytes()));
        for (int tier = 0; tier < intake.retryDelays().size(); tier++) {
            long keep = KEEP.plus(intake.retryDelays().get(tier)).toMillis();
            all.add(topic(properties, topics.retry(tier), keep, properties.maxRecordBytes() + HEADERS));
        }
        // Dead letters stay until somebody has decided about them.
        all.add(topic(properties, topics.deadLetters(), -1, properties.maxRecordBytes() + HEADERS));
        all.add(topic(properties, topics.events(), KEEP.toMillis(), properties.maxRecordBytes()));
        return new KafkaAdmin.NewTopics(all.toArray(NewTopic[]::new));
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
