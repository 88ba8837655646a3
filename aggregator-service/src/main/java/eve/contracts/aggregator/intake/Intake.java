package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.esi.EsiGovernor;
import eve.contracts.kafka.EndedContainers;
import eve.contracts.model.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Takes ids in: a [Lane] and a container for `contract-ids` and for each retry tier, one [Window] for all.
@Component
class Intake implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    /// For the commit and for leaving the group.
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final IntakeProperties properties;
    private final RecordWork work;
    private final EsiGovernor governor;
    private final ConsumerFactory<byte[], byte[]> consumers;
    private final TaskScheduler timer;
    private final Topics topics;
    private final DroppedTiers droppedTiers;
    private final FailureTopics failures;
    private final ListenerWatch watch;
    private final TopicDepths depths;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Window window;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("contract-", 0).factory());
    private final List<Lane> lanes = new ArrayList<>();
    private final List<LaneContainer> listeners = new ArrayList<>();
    private final EndedContainers ended;

    private volatile boolean running;

    Intake(
            IntakeProperties properties,
            RecordWork work,
            EsiGovernor governor,
            ConsumerFactory<byte[], byte[]> consumers,
            TaskScheduler timer,
            Topics topics,
            DroppedTiers droppedTiers,
            FailureTopics failures,
            ListenerWatch watch,
            TopicDepths depths,
            Clock clock,
            MeterRegistry meters) {
        this.properties = properties;
        this.work = work;
        this.governor = governor;
        this.consumers = consumers;
        this.timer = timer;
        this.topics = topics;
        this.droppedTiers = droppedTiers;
        this.failures = failures;
        this.watch = watch;
        this.depths = depths;
        this.clock = clock;
        this.meters = meters;
        this.ended = new EndedContainers(meters);
        this.window = new Window(properties.window());
        Gauge.builder("intake.inflight", window, Window::taken)
                .description("Ids being worked on, or done and not yet acknowledged")
                .register(meters);
        Gauge.builder("intake.window", window, Window::size)
                .description("The most that can be in flight, and be repeated after a crash")
                .register(meters);
        lane(topics.contractIds(), properties.group(topics), RetryRoute.FRESH);
        for (int tier = 0; tier < properties.retryDelays().size(); tier++) {
            lane(topics.retry(tier), group(tier), tier);
        }
    }

    private String group(int tier) {
        return properties.group(topics) + "-retry-" + tier;
    }

    private void lane(String topic, String group, int tier) {
        var traffic =
                new Traffic(tier == RetryRoute.FRESH, record -> due(record, tier), record -> work.begin(record, tier));
        var limits = new Limits(governor::pausedUntil, properties.deadline(), properties.shutdownGrace());
        Lane lane = new Lane(traffic, limits, window, threads, (at, task) -> timer.schedule(task, at), clock);
        var listener = new LaneContainer(
                topic,
                group,
                lane,
                new Positions(topic, () -> watch.topicId(topic), meters),
                new UnreadableBatches(topic, properties.skipUnreadable(), failures, new BatchProbe(consumers), meters),
                consumers,
                properties.shutdownGrace().plus(MARGIN),
                ended);
        lanes.add(lane);
        listeners.add(listener);
        depths.watch(topic, group, listener.container()::getAssignedPartitions);
        LaneMetrics.register(lane, listener.container(), topic, meters);
    }

    /// At a fixed rate, as below: with a fixed delay it would wait for whatever else is scheduled so.
    @Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
    void handOverLate() {
        lanes.forEach(Lane::handOverLate);
    }

    @Scheduled(fixedRate = 10, timeUnit = TimeUnit.SECONDS)
    void startAgainWhatEnded() {
        if (running) {
            ended.startAgain();
        }
    }

    private Instant due(ConsumerRecord<byte[], byte[]> record, int tier) {
        return tier == RetryRoute.FRESH
                ? Delivery.AT_ONCE
                : DueTime.heldUntil(record, properties.retryDelays().get(tier), clock.instant());
    }

    @Override
    public void start() {
        int last = properties.retryDelays().size() - 1;
        for (int tier : droppedTiers.find(last)) {
            lane(topics.retry(tier), group(tier), last);
        }
        listeners.forEach(listener -> listener.container().start());
        watch.watch(listeners);
        running = true;
    }

    /// Takes nothing more, lets what is in flight finish within the grace time, commits, leaves the group.
    @Override
    public void stop() {
        running = false;
        watch.forget();
        ended.forget();
        lanes.forEach(Lane::stopStarting);
        // All at once: they share the grace time.
        var stopped = new CountDownLatch(listeners.size());
        listeners.forEach(listener -> listener.container().stop(stopped::countDown));
        try {
            if (!stopped.await(properties.shutdownGrace().plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("The intake did not stop in time; what it was at is repeated");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }

    @Override
    public boolean isAutoStartup() {
        return properties.enabled();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
