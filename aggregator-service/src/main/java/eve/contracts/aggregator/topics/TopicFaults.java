package eve.contracts.aggregator.topics;

import eve.contracts.model.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/// Finds settings with which existing topics would lose records or could not accept them, and says for each
/// what to do.
///
/// A topic that could not be described has no faults.
final class TopicFaults {

    private static final Duration LEAST_KEPT = Duration.ofDays(1);
    /// For each partition; enough for some ten million ids.
    private static final long LEAST_KEPT_BYTES = 1_073_741_824;

    private final Map<String, TopicDescription> described;
    private final Map<String, Config> configs;
    private final List<String> faults = new ArrayList<>();

    private TopicFaults(Map<String, TopicDescription> described, Map<String, Config> configs) {
        this.described = described;
        this.configs = configs;
    }

    /// @param delays of the retry tiers, in their order
    static List<String> of(
            Topics topics,
            List<Duration> delays,
            Map<String, TopicDescription> described,
            Map<String, Config> configs) {
        var faults = new TopicFaults(described, configs);
        described.keySet().forEach(faults::replicas);
        faults.keepsAll(topics.contractIds());
        faults.keepsLongEnough(topics.contractIds());
        faults.keepsAll(topics.deadLetters());
        faults.keepsForEver(topics.deadLetters());
        faults.takesWhatIdsTake(topics.deadLetters(), topics.contractIds());
        for (int tier = 0; tier < delays.size(); tier++) {
            faults.keepsAll(topics.retry(tier));
            faults.takesWhatIdsTake(topics.retry(tier), topics.contractIds());
            faults.outlives(topics.retry(tier), delays.get(tier));
            faults.keepsEnough(topics.retry(tier));
        }
        return faults.faults;
    }

    private void replicas(String topic) {
        TopicDescription description = described.get(topic);
        Long needed = number(topic, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
        if (description == null || needed == null) {
            return;
        }
        int replicas = description.partitions().getFirst().replicas().size();
        if (replicas < needed) {
            faults.add("topic " + topic + " has " + replicas + " replicas and needs " + needed
                    + " of them in sync, so that nothing can be written: lower its "
                    + TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG + " or add replicas");
        }
    }

    /// Compaction keeps only a contract's last record: dead letters and waiting ids would be lost.
    private void keepsAll(String topic) {
        String policy = value(topic, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (policy != null && policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            faults.add("topic " + topic + " is compacted and so loses records: set its "
                    + TopicConfig.CLEANUP_POLICY_CONFIG + " to " + TopicConfig.CLEANUP_POLICY_DELETE);
        }
    }

    /// Ids wait while the worker, the database or ESI is down.
    private void keepsLongEnough(String topic) {
        keepsEnough(topic);
        Long kept = number(topic, TopicConfig.RETENTION_MS_CONFIG);
        if (kept != null && kept >= 0 && kept < LEAST_KEPT.toMillis()) {
            faults.add("topic " + topic + " deletes ids after " + Duration.ofMillis(kept)
                    + ", worked on or not: set its " + TopicConfig.RETENTION_MS_CONFIG + " to at least "
                    + LEAST_KEPT.toMillis());
        }
    }

    private void keepsEnough(String topic) {
        Long kept = number(topic, TopicConfig.RETENTION_BYTES_CONFIG);
        if (kept != null && kept >= 0 && kept < LEAST_KEPT_BYTES) {
            faults.add("topic " + topic + " deletes ids beyond " + kept + " bytes, worked on or not: set its "
                    + TopicConfig.RETENTION_BYTES_CONFIG + " to -1, or to at least " + LEAST_KEPT_BYTES);
        }
    }

    private void keepsForEver(String topic) {
        for (String limit : List.of(TopicConfig.RETENTION_MS_CONFIG, TopicConfig.RETENTION_BYTES_CONFIG)) {
            Long kept = number(topic, limit);
            if (kept != null && kept >= 0) {
                faults.add("topic " + topic + " deletes dead letters before a decision about them: set its " + limit
                        + " to -1, not " + kept);
            }
        }
    }

    private void takesWhatIdsTake(String topic, String ids) {
        Long takes = number(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        Long most = number(ids, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        if (takes != null && most != null && takes < most) {
            faults.add("topic " + topic + " takes smaller records than " + ids + ": set its "
                    + TopicConfig.MAX_MESSAGE_BYTES_CONFIG + " to at least " + most);
        }
    }

    private void outlives(String topic, Duration delay) {
        Long kept = number(topic, TopicConfig.RETENTION_MS_CONFIG);
        long needed = delay.multipliedBy(2).toMillis();
        if (kept != null && kept >= 0 && kept < needed) {
            faults.add("topic " + topic + " deletes records while they wait " + delay + ": set its "
                    + TopicConfig.RETENTION_MS_CONFIG + " to at least " + needed);
        }
    }

    private @Nullable Long number(String topic, String name) {
        String value = value(topic, name);
        return value == null ? null : Long.valueOf(value);
    }

    private @Nullable String value(String topic, String name) {
        Config config = configs.get(topic);
        ConfigEntry entry = config == null ? null : config.get(name);
        return entry == null ? null : entry.value();
    }
}
