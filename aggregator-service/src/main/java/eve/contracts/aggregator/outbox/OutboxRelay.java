package eve.contracts.aggregator.outbox;

import eve.contracts.model.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import org.springframework.stereotype.Component;

/// Sends committed events to `contract-events` and deletes them once Kafka has acknowledged them: at least once, per
/// contract in order of version.
///
/// Within a batch the first events of all contracts are in flight together, a contract's next only after its previous
/// was
/// acknowledged. An event that fails holds back only its own contract.
@Component
public class OutboxRelay implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Duration BUSY_POLL = Duration.ofMillis(20);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final OutboxTable outbox;
    private final OutboxProperties properties;
    private final KafkaTemplate<byte[], byte[]> kafka;
    private final String topic;
    private final Clock clock;
    private final Counter sent;
    private final Counter failed;
    private final Timer latency;
    private final Semaphore wakeUps = new Semaphore(0);

    private volatile boolean running;
    private @Nullable Thread thread;
    private Instant leasedAt = Instant.EPOCH;

    OutboxRelay(
            OutboxTable outbox,
            OutboxProperties properties,
            KafkaTemplate<byte[], byte[]> kafka,
            Topics topics,
            Clock clock,
            MeterRegistry meters) {
        this.outbox = outbox;
        this.properties = properties;
        this.kafka = kafka;
        this.topic = topics.events();
        this.clock = clock;
        this.sent = meters.counter("outbox.sent");
        this.failed = meters.counter("outbox.failed");
        this.latency = meters.timer("outbox.latency");
    }

    /// Tells that an event was committed by this process; cheap, callable from any thread.
    public void wake() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    private void run() {
        try {
            Duration pause = BUSY_POLL;
            while (running) {
                int relayed = relayBatch();
                pause = relayed > 0 ? BUSY_POLL : longer(pause);
                if (relayed < properties.batchSize()) {
                    wakeUps.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            log.warn("The relay was stopped before its batch was finished; what was not deleted is sent again");
        }
    }

    /// @return how many events are done with; none when the outbox is out of reach
    private int relayBatch() throws InterruptedException {
        try {
            keepLeases();
            return relay(outbox.pending(properties.batchSize()));
        } catch (DataAccessException e) {
            log.warn("The outbox is out of reach: {}", String.valueOf(e.getMessage()));
            Thread.sleep(AFTER_FAILURE);
            return 0;
        }
    }

    private int relay(List<OutboxEvent> batch) throws InterruptedException {
        Set<Long> heldBack = new HashSet<>();
        int deleted = 0;
        for (List<OutboxEvent> round : rounds(batch)) {
            round.removeIf(event -> heldBack.contains(event.contractId()));
            List<OutboxEvent> acknowledged = send(round, heldBack);
            if (!acknowledged.isEmpty()) {
                deleted += outbox.delete(acknowledged);
            }
        }
        return deleted;
    }

    /// The events in rounds, each with at most one event of a contract, each contract's in order.
    private static List<List<OutboxEvent>> rounds(List<OutboxEvent> batch) {
        Map<Long, Integer> seen = new LinkedHashMap<>();
        List<List<OutboxEvent>> rounds = new ArrayList<>();
        for (OutboxEvent event : batch) {
            int round = seen.merge(event.contractId(), 1, Integer::sum) - 1;
            if (round == rounds.size()) {
                rounds.add(new ArrayList<>());
            }
            rounds.get(round).add(event);
        }
        return rounds;
    }

    private List<OutboxEvent> send(List<OutboxEvent> events, Set<Long> heldBack) throws InterruptedException {
        Map<OutboxEvent, CompletableFuture<SendResult<byte[], byte[]>>> inFlight = new LinkedHashMap<>();
        for (OutboxEvent event : events) {
            inFlight.put(event, sendOne(event));
        }
        List<OutboxEvent> acknowledged = new ArrayList<>(events.size());
        for (var each : inFlight.entrySet()) {
            OutboxEvent event = each.getKey();
            try {
                each.getValue().get();
                acknowledged.add(event);
                sent.increment();
                latency.record(Duration.between(event.createdAt(), clock.instant()));
            } catch (ExecutionException e) {
                failed.increment();
                heldBack.add(event.contractId());
                log.warn(
                        "Event {} of contract {} was not sent and is tried again: {}",
                        event.eventId(),
                        event.contractId(),
                        String.valueOf(e.getCause()));
            }
        }
        return acknowledged;
    }

    private CompletableFuture<SendResult<byte[], byte[]>> sendOne(OutboxEvent event) {
        try {
            return kafka.send(EventRecords.of(event, topic, properties.source()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void keepLeases() {
        Instant now = clock.instant();
        if (Duration.between(leasedAt, now).compareTo(properties.lease().dividedBy(3)) >= 0) {
            outbox.lease(properties.lease());
            leasedAt = now;
        }
    }

    private Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(properties.idlePoll()) < 0 ? twice : properties.idlePoll();
    }

    @Override
    public void start() {
        if (properties.enabled()) {
            running = true;
            leasedAt = Instant.EPOCH;
            thread = Thread.ofVirtual().name("outbox-relay").start(this::run);
        }
    }

    /// Finishes the batch in flight and hands the buckets over.
    @Override
    public void stop() {
        running = false;
        Thread relay = thread;
        if (relay == null) {
            return;
        }
        wake();
        try {
            if (!relay.join(properties.lease())) {
                relay.interrupt();
            }
            outbox.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DataAccessException e) {
            log.warn(
                    "The leases of the outbox were not given back, they run out by themselves: {}",
                    String.valueOf(e.getMessage()));
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Starts before the intake and stops after it.
    @Override
    public int getPhase() {
        return 0;
    }
}
