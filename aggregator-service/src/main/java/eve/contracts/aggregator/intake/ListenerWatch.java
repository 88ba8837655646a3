package eve.contracts.aggregator.intake;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Checks at intervals with Kafka that each listener is a member of its group and reads the topic that has the
/// name now. Otherwise it starts the listener again with a new consumer.
///
/// A consumer that was fenced or rejected by its coordinator continues to poll and gets nothing. A consumer
/// whose topic was deleted and created again continues at the old topic's position.
@Component
class ListenerWatch {

    private static final Logger log = LoggerFactory.getLogger(ListenerWatch.class);
    private static final int PATIENCE_SECONDS = 5;

    private final Admin admin;
    private final long patience;
    private final List<Watched> listeners = new CopyOnWriteArrayList<>();

    ListenerWatch(Admin admin, IntakeProperties properties) {
        this.admin = admin;
        this.patience = properties.membershipTimeout().toNanos();
    }

    private static final class Watched {
        final String topic;
        final String group;
        final String clientId;
        final MessageListenerContainer container;
        final Positions positions;
        /// By [System#nanoTime].
        volatile long seen = System.nanoTime();
        volatile long restarted = System.nanoTime();

        Watched(ListenerContainer listener) {
            this.topic = listener.topic();
            this.group = listener.group();
            this.clientId = listener.clientId();
            this.container = listener.container();
            this.positions = listener.positions();
        }
    }

    /// Returns the id of the topic that has the name now.
    Uuid topicId(String topic) {
        TopicDescription description =
                answer(admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
        if (description == null) {
            throw new KafkaException("Kafka does not describe topic " + topic);
        }
        return description.topicId();
    }

    void watch(Collection<ListenerContainer> started) {
        started.forEach(each -> listeners.add(new Watched(each)));
    }

    void forget() {
        listeners.clear();
    }

    /// Returns the topics whose listener has not been a member of its group for the membership timeout.
    List<String> outsideTheirGroup() {
        long now = System.nanoTime();
        return listeners.stream()
                .filter(each -> now - each.seen > patience)
                .map(each -> each.topic)
                .toList();
    }

    @Scheduled(fixedRate = 5, timeUnit = TimeUnit.SECONDS)
    void look() {
        if (listeners.isEmpty()) {
            return;
        }
        Map<String, KafkaFuture<ConsumerGroupDescription>> groups = admin.describeConsumerGroups(
                        listeners.stream().map(each -> each.group).toList())
                .describedGroups();
        Map<String, KafkaFuture<TopicDescription>> topics = admin.describeTopics(
                        listeners.stream().map(each -> each.topic).toList())
                .topicNameValues();
        for (Watched each : listeners) {
            ConsumerGroupDescription group = answer(groups.get(each.group));
            if (group != null && isMember(each, group)) {
                each.seen = System.nanoTime();
            }
            restart(each, group != null || isUnknown(groups.get(each.group)), answer(topics.get(each.topic)));
        }
    }

    private static boolean isMember(Watched listener, ConsumerGroupDescription group) {
        return group.members().stream().anyMatch(member -> member.clientId().equals(listener.clientId));
    }

    /// A group without members and offsets does not exist for Kafka.
    private static boolean isUnknown(@Nullable KafkaFuture<?> group) {
        if (group == null || !group.isCompletedExceptionally()) {
            return false;
        }
        CompletableFuture<?> answer = group.toCompletionStage().toCompletableFuture();
        return answer.exceptionNow() instanceof GroupIdNotFoundException;
    }

    /// @param answered whether Kafka has described the group; while its coordinator is down a new consumer
    ///     would not help
    private void restart(Watched listener, boolean answered, @Nullable TopicDescription topic) {
        long now = System.nanoTime();
        boolean otherTopic = topic != null && !listener.positions.isOf(topic.topicId());
        boolean outside = answered && now - listener.seen > patience && now - listener.restarted > patience;
        if (!listener.container.isRunning() || !otherTopic && !outside) {
            return;
        }
        log.warn(
                otherTopic
                        ? "{} was deleted and created again: its listener starts again"
                        : "The listener of {} is no member of its group: it starts again",
                listener.topic);
        listener.restarted = now;
        listener.container.stopAbnormally(() -> {});
    }

    /// Returns the answer; `null` while Kafka gives none.
    private static <T> @Nullable T answer(@Nullable KafkaFuture<T> asked) {
        try {
            return asked == null ? null : asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("Kafka does not describe a group or topic", e);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
