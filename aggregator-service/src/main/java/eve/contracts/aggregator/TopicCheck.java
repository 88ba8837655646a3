package eve.contracts.aggregator;

import eve.contracts.aggregator.intake.IntakeProperties;
import eve.contracts.model.Topics;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/// Sees before anything is taken in that every topic is there and takes what it must: where the application may not
/// create topics, or somebody created them otherwise, the start ends with what to do.
@Component
class TopicCheck implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TopicCheck.class);
    private static final int PATIENCE_SECONDS = 30;
    private static final String MISSING = " does not exist: create it, or let the application do so";
    /// A broker may hear of a topic a little later than whoever had it created (KRaft brokers follow the controller).
    private static final RetryConfig UNTIL_BROKERS_KNOW = RetryConfig.<List<String>>custom()
            .maxAttempts(20)
            .waitDuration(Duration.ofMillis(250))
            .retryOnResult(faults -> faults.stream().anyMatch(fault -> fault.endsWith(MISSING)))
            .build();

    private final KafkaAdmin kafka;
    private final Topics topics;
    private final int tiers;

    TopicCheck(KafkaAdmin kafka, Topics topics, IntakeProperties properties) {
        this.kafka = kafka;
        this.topics = topics;
        this.tiers = properties.retryDelays().size();
    }

    /// @throws UnfitTopicsException naming each topic that is missing or too small
    @Override
    public void start() {
        List<String> faults = Retry.of("topics", UNTIL_BROKERS_KNOW).executeSupplier(this::faults);
        if (!faults.isEmpty()) {
            throw new UnfitTopicsException(faults.stream().distinct().toList());
        }
    }

    private List<String> faults() {
        List<String> names = new ArrayList<>(List.of(topics.contractIds(), topics.deadLetters(), topics.events()));
        for (int tier = 0; tier < tiers; tier++) {
            names.add(topics.retry(tier));
        }
        List<String> faults = new ArrayList<>();
        try (Admin admin = Admin.create(kafka.getConfigurationProperties())) {
            Map<ConfigResource, KafkaFuture<Config>> configs = admin.describeConfigs(names.stream()
                            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                            .toList())
                    .values();
            long most = bytes(configs, topics.contractIds(), faults);
            for (String name : names) {
                boolean takesIds = !name.equals(topics.contractIds()) && !name.equals(topics.events());
                long takes = bytes(configs, name, faults);
                if (takesIds && takes > 0 && takes < most) {
                    faults.add("topic " + name + " takes smaller records than " + topics.contractIds() + ": set its "
                            + TopicConfig.MAX_MESSAGE_BYTES_CONFIG + " to at least " + most);
                }
            }
        }
        return faults;
    }

    @Override
    public void stop() {}

    @Override
    public boolean isRunning() {
        return false;
    }

    /// Before everything that reads or writes topics.
    @Override
    public int getPhase() {
        return -1;
    }

    private static long bytes(Map<ConfigResource, KafkaFuture<Config>> configs, String topic, List<String> faults) {
        try {
            KafkaFuture<Config> config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic));
            return config == null
                    ? 0
                    : Long.parseLong(config.get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                            .value());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                log.warn(
                        "The settings of topic {} cannot be checked: {}",
                        topic,
                        e.getCause().getMessage());
                return 0;
            }
            faults.add(
                    e.getCause() instanceof UnknownTopicOrPartitionException
                            ? "topic " + topic + MISSING
                            : "topic " + topic + " cannot be described: " + e.getCause());
        } catch (TimeoutException e) {
            faults.add("topic " + topic + " could not be described within " + PATIENCE_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            faults.add("interrupted while describing topic " + topic);
        }
        return Long.MAX_VALUE;
    }
}
