package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.intake.consumer.InFlightWindow;
import eve.contracts.aggregator.intake.consumer.ListenerSettings;
import eve.contracts.aggregator.intake.consumer.ParallelListener;
import eve.contracts.aggregator.intake.retry.RetryPublisher;
import eve.contracts.aggregator.intake.retry.Source;
import eve.contracts.kafka.EndedContainers;
import eve.contracts.model.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Consumes `contract-ids` and the retry tiers: one [ParallelListener] with its container for each topic, and
/// one [InFlightWindow] for all.
@Component
class Intake implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    /// For the commit and for leaving the group.
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final IntakeProperties properties;
    private final ContractIdHandler handler;
    private final ConsumerFactory<byte[], byte[]> consumers;
    private final TaskScheduler timer;
    private final Topics topics;
    private final DroppedTiers droppedTiers;
    private final RetryPublisher publisher;
    private final ListenerWatch watch;
    private final ConsumerLag lag;
    private final Clock clock;
    private final MeterRegistry meters;
    private final InFlightWindow window;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("contract-", 0).factory());
    private final List<ParallelListener> listeners = new ArrayList<>();
    private final List<ListenerContainer> containers = new ArrayList<>();
    private final EndedContainers ended;

    private volatile boolean running;

    Intake(
            IntakeProperties properties,
            ContractIdHandler handler,
            ConsumerFactory<byte[], byte[]> consumers,
            TaskScheduler timer,
            Topics topics,
            DroppedTiers droppedTiers,
            RetryPublisher publisher,
            ListenerWatch watch,
            ConsumerLag lag,
            Clock clock,
            MeterRegistry meters) {
        this.properties = properties;
        this.handler = handler;
        this.consumers = consumers;
        this.timer = timer;
        this.topics = topics;
        this.droppedTiers = droppedTiers;
        this.publisher = publisher;
        this.watch = watch;
        this.lag = lag;
        this.clock = clock;
        this.meters = meters;
        this.ended = new EndedContainers(meters);
        this.window = new InFlightWindow(properties.window());
        Gauge.builder("intake.inflight", window, InFlightWindow::taken)
                .description("Ids being worked on, or done and not yet acknowledged")
                .register(meters);
        Gauge.builder("intake.window", window, InFlightWindow::size)
                .description("The most that can be in flight, and be repeated after a crash")
                .register(meters);
        listen(topics.contractIds(), properties.group(topics), Source.CONTRACT_IDS);
        for (int tier = 0; tier < properties.retryDelays().size(); tier++) {
            listen(topics.retry(tier), group(tier), new Source.RetryTier(tier));
        }
    }

    private String group(int tier) {
        return properties.group(topics) + "-retry-" + tier;
    }

    private void listen(String topic, String group, Source source) {
        var settings = new ListenerSettings(
                source instanceof Source.ContractIds, properties.deadline(), properties.shutdownGrace());
        var listener = new ParallelListener(
                handler.from(source), settings, window, threads, (at, task) -> timer.schedule(task, at), clock);
        var container = new ListenerContainer(
                topic,
                group,
                listener,
                new Positions(topic, () -> watch.topicId(topic), meters),
                new UnreadableBatches(topic, properties.skipUnreadable(), publisher, new BatchProbe(consumers), meters),
                consumers,
                properties.shutdownGrace().plus(MARGIN),
                ended);
        listeners.add(listener);
        containers.add(container);
        lag.watch(topic, group, container.container()::getAssignedPartitions);
        ListenerMetrics.register(listener, container.container(), topic, meters);
    }

    /// At a fixed rate, like the next method: with a fixed delay it would wait for other tasks scheduled with
    /// one.
    @Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
    void handOverLate() {
        listeners.forEach(ParallelListener::handOverLate);
    }

    @Scheduled(fixedRate = 10, timeUnit = TimeUnit.SECONDS)
    void startAgainWhatEnded() {
        if (running) {
            ended.startAgain();
        }
    }

    @Override
    public void start() {
        int last = properties.retryDelays().size() - 1;
        for (int tier : droppedTiers.find(last)) {
            listen(topics.retry(tier), group(tier), new Source.RetryTier(last));
        }
        containers.forEach(each -> each.container().start());
        watch.watch(containers);
        running = true;
    }

    /// Starts no more records, lets those in flight finish within the grace time, commits, and leaves the
    /// group.
    @Override
    public void stop() {
        running = false;
        watch.forget();
        ended.forget();
        listeners.forEach(ParallelListener::stopStarting);
        // All at once: they share the grace time.
        var stopped = new CountDownLatch(containers.size());
        containers.forEach(each -> each.container().stop(stopped::countDown));
        try {
            if (!stopped.await(properties.shutdownGrace().plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("The intake did not stop in time; the ids in flight are repeated");
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
