package eve.contracts.aggregator.topics;

import eve.contracts.model.Topics;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Warns about existing topics of ids whose retention counts from the publisher's timestamp instead of the
/// arrival.
final class TopicTimestamps {

    private static final Logger log = LoggerFactory.getLogger(TopicTimestamps.class);

    private TopicTimestamps() {}

    static void check(Topics topics, Map<String, Config> configs) {
        configs.forEach((topic, config) -> {
            ConfigEntry type = config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
            if (topic.startsWith(topics.contractIds())
                    && !topic.equals(topics.deadLetters())
                    && type != null
                    && TimestampType.CREATE_TIME.name.equals(type.value())) {
                log.warn(
                        "Topic {} deletes a record once its publisher's timestamp is older than {}, even before it is"
                                + " read: set its {} to {}",
                        topic,
                        TopicConfig.RETENTION_MS_CONFIG,
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        TimestampType.LOG_APPEND_TIME.name);
            }
        });
    }
}
