package eve.contracts.aggregator.outbox;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.Topic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/// Checks whether Kafka can run transactions, without which no event is ever sent. Kafka creates its
/// transaction log when it is first needed; when it cannot, clients only get retriable errors.
@Component
class TransactionLog {

    private static final Logger log = LoggerFactory.getLogger(TransactionLog.class);
    private static final int PATIENCE_SECONDS = 5;
    private static final String REPLICAS = "transaction.state.log.replication.factor";
    private static final String IN_SYNC = "min.insync.replicas";
    /// Brokers may be starting too.
    private static final RetryConfig UNTIL_BROKERS_ARE_UP = RetryConfig.<Optional<String>>custom()
            .maxAttempts(20)
            .waitDuration(Duration.ofMillis(250))
            .retryOnResult(Optional::isPresent)
            .build();

    private final Map<String, Object> configuration;

    TransactionLog(KafkaAdmin kafka) {
        this.configuration = new HashMap<>(kafka.getConfigurationProperties());
        configuration.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_SECONDS * 1000);
        configuration.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_SECONDS * 1000);
    }

    /// @throws UnsupportedKafkaException when transactions are not possible
    void check() {
        Retry.of("transactions", UNTIL_BROKERS_ARE_UP)
                .executeSupplier(this::fault)
                .ifPresent(fault -> {
                    throw new UnsupportedKafkaException(
                            "Kafka can make no transactions, so no event would ever be sent: " + fault,
                            "Set the brokers' " + REPLICAS
                                    + " and transaction.state.log.min.isr to what the cluster has, or"
                                    + " start the brokers that are missing.");
                });
    }

    /// Returns why Kafka cannot run transactions; empty when it can, or when that cannot be determined.
    Optional<String> fault() {
        Admin admin = Admin.create(configuration);
        try {
            Collection<Node> brokers = admin.describeCluster().nodes().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            TopicDescription made = made(admin);
            return Optional.ofNullable(made == null ? cannotBeMade(admin, brokers) : cannotBeWritten(admin, made));
        } catch (ExecutionException | TimeoutException e) {
            log.debug("The transaction log cannot be checked", e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static @Nullable TopicDescription made(Admin admin)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            return admin.describeTopics(List.of(Topic.TRANSACTION_STATE_TOPIC_NAME))
                    .allTopicNames()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .values()
                    .iterator()
                    .next();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw e;
        }
    }

    private static @Nullable String cannotBeMade(Admin admin, Collection<Node> brokers)
            throws ExecutionException, InterruptedException, TimeoutException {
        String broker = brokers.iterator().next().idString();
        int replicas = setting(admin, new ConfigResource(ConfigResource.Type.BROKER, broker), REPLICAS);
        return replicas > brokers.size()
                ? "its transaction log (" + Topic.TRANSACTION_STATE_TOPIC_NAME + ") cannot be made, because " + REPLICAS
                        + " is " + replicas + " and the number of brokers is " + brokers.size()
                : null;
    }

    private static @Nullable String cannotBeWritten(Admin admin, TopicDescription made)
            throws ExecutionException, InterruptedException, TimeoutException {
        int inSync = setting(admin, new ConfigResource(ConfigResource.Type.TOPIC, made.name()), IN_SYNC);
        long unusable = made.partitions().stream()
                .filter(partition -> partition.leader() == null
                        || partition.leader().isEmpty()
                        || partition.isr().size() < inSync)
                .count();
        return unusable == 0
                ? null
                : unusable + " of the " + made.partitions().size() + " partitions of its transaction log ("
                        + made.name() + ") have no leader, or fewer than " + inSync + " replicas in sync (" + IN_SYNC
                        + ")";
    }

    private static int setting(Admin admin, ConfigResource of, String name)
            throws ExecutionException, InterruptedException, TimeoutException {
        Config settings = admin.describeConfigs(List.of(of))
                .all()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .values()
                .iterator()
                .next();
        ConfigEntry setting = settings.get(name);
        return setting == null || setting.value() == null ? 0 : Integer.parseInt(setting.value());
    }
}
