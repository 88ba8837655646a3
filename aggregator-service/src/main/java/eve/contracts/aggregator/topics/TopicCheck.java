package eve.contracts.aggregator.topics;

import eve.contracts.aggregator.intake.IntakeProperties;
import eve.contracts.model.Topics;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/// Checks before the intake starts that every topic exists, has leaders, and loses no records by its settings.
/// If a topic is missing or was created with other settings, the start ends with a message that says what to
/// do.
@Component
class TopicCheck implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TopicCheck.class);
    private static final int PATIENCE_SECONDS = 30;
    private static final String MISSING = " does not exist: create it, or let the application do so";
    /// A broker may learn of a topic a little later than the client that created it (KRaft brokers follow the
    /// controller).
    private static final RetryConfig UNTIL_BROKERS_KNOW = RetryConfig.<List<String>>custom()
            .maxAttempts(20)
            .waitDuration(Duration.ofMillis(250))
            .retryOnResult(faults -> faults.stream().anyMatch(fault -> fault.endsWith(MISSING)))
            .build();

    private final KafkaAdmin kafka;
    private final Topics topics;
    private final List<Duration> delays;

    TopicCheck(KafkaAdmin kafka, Topics topics, IntakeProperties properties) {
        this.kafka = kafka;
        this.topics = topics;
        this.delays = properties.retryDelays();
    }

    /// @throws TopicMisconfigurationException names each topic that is missing, has no leader, or loses records
    ///     by its settings
    @Override
    public void start() {
        List<String> faults = Retry.of("topics", UNTIL_BROKERS_KNOW).executeSupplier(this::faults);
        if (!faults.isEmpty()) {
            throw new TopicMisconfigurationException(faults);
        }
    }

    private List<String> faults() {
        List<String> faults = new ArrayList<>();
        try (Admin admin = Admin.create(kafka.getConfigurationProperties())) {
            Map<String, TopicDescription> described =
                    answers(admin.describeTopics(names()).topicNameValues(), faults);
            Map<String, Config> configs = answers(configs(admin), faults);
            faults.addAll(TopicFaults.of(topics, delays, described, configs));
            if (faults.isEmpty()) {
                TopicTimestamps.check(topics, configs);
                awaitLeaders(admin, described);
            }
        } catch (ExecutionException | TimeoutException e) {
            faults.add("not every partition has a leader: check that all brokers run (" + e + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            faults.add("interrupted while the topics were checked");
        }
        return faults.stream().distinct().toList();
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(List.of(topics.contractIds(), topics.deadLetters(), topics.events()));
        for (int tier = 0; tier < delays.size(); tier++) {
            names.add(topics.retry(tier));
        }
        return names;
    }

    private Map<String, KafkaFuture<Config>> configs(Admin admin) {
        return admin
                .describeConfigs(names().stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .values()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    }

    /// A broker that does not yet know that it leads a new partition rejects a batch for it; if it then accepts
    /// the next batch, no retry can deliver the first one any more (KAFKA-15591). So nothing is sent before
    /// every leader answers; the admin client retries until it does.
    private static void awaitLeaders(Admin admin, Map<String, TopicDescription> described)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> all = described.values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
        admin.listOffsets(all).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static <T> Map<String, T> answers(Map<String, KafkaFuture<T>> asked, List<String> faults)
            throws InterruptedException {
        Map<String, T> answers = new LinkedHashMap<>();
        for (Map.Entry<String, KafkaFuture<T>> each : asked.entrySet()) {
            String topic = each.getKey();
            try {
                answers.put(topic, each.getValue().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case AuthorizationException refused ->
                        log.warn("Topic {} cannot be checked: {}", topic, refused.getMessage());
                    case UnknownTopicOrPartitionException _ -> faults.add("topic " + topic + MISSING);
                    case Throwable cause -> faults.add("topic " + topic + " cannot be described: " + cause);
                    case null -> faults.add("topic " + topic + " cannot be described: " + e);
                }
            } catch (TimeoutException e) {
                faults.add("topic " + topic + " could not be described within " + PATIENCE_SECONDS + " s");
            }
        }
        return answers;
    }

    @Override
    public void stop() {}

    @Override
    public boolean isRunning() {
        return false;
    }

    /// Runs before everything that reads or writes topics.
    @Override
    public int getPhase() {
        return -1;
    }
}
