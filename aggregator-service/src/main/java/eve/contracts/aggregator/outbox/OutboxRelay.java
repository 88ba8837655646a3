package eve.contracts.aggregator.outbox;

import eve.contracts.logging.SparseLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;

/// Sends committed events to `contract-events` and deletes them after Kafka has acknowledged them: at least
/// once, per contract in order of version, an event never after a later one of its contract.
///
/// One thread does everything, in this order: open the producer, balance the leases, fence former holders of
/// the buckets, read a batch, send, delete. After any failure it starts again from the beginning.
@Component
public class OutboxRelay implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

    private final OutboxTable outbox;
    private final BucketLeases leases;
    private final EventSender sender;
    private final ProducerFence fence;
    private final RelayBatch relayBatch;
    private final RelayDatabase database;
    private final TransactionLog transactions;
    private final SendLimit limit;
    private final SparseLog unreached = new SparseLog(log);
    private final SparseLog defects = new SparseLog(log);
    private final OutboxMeters meters;
    private final OutboxProperties properties;
    private final Semaphore wakeUps = new Semaphore(0);

    private volatile boolean running;
    private @Nullable Thread thread;
    private int held;
    private long balancedAt;
    private long claimUntil = System.nanoTime();

    OutboxRelay(
            OutboxTable outbox,
            BucketLeases leases,
            EventSender sender,
            ProducerFence fence,
            RelayBatch relayBatch,
            RelayDatabase database,
            TransactionLog transactions,
            SendLimit limit,
            OutboxMeters meters,
            OutboxProperties properties) {
        this.outbox = outbox;
        this.leases = leases;
        this.sender = sender;
        this.fence = fence;
        this.relayBatch = relayBatch;
        this.database = database;
        this.transactions = transactions;
        this.limit = limit;
        this.meters = meters;
        this.properties = properties;
    }

    /// Wakes the relay because this process committed an event; cheap, callable from any thread.
    public void wake() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    private void run() {
        try {
            Duration pause = properties.busyPoll();
            while (running) {
                int events = relaySome();
                pause = events > 0 ? properties.busyPoll() : longer(pause);
                if (events < properties.batchSize() / 2) {
                    wakeUps.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            log.warn("The relay was stopped before its batch was finished; the remaining events are sent again");
        }
    }

    private Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        Duration longest = properties.idlePoll().compareTo(properties.heartbeat()) < 0
                ? properties.idlePoll()
                : properties.heartbeat();
        return twice.compareTo(longest) < 0 ? twice : longest;
    }

    /// @return how many events there were
    private int relaySome() throws InterruptedException {
        try {
            open();
            if (System.nanoTime() - balancedAt >= properties.heartbeat().toNanos()) {
                balance();
            }
            List<OutboxEvent> batch = outbox.pending(properties.batchSize(), limit.bytes(), held);
            if (!relayBatch.relay(batch) && !sender.isOpen()) {
                Thread.sleep(AFTER_FAILURE);
            }
            return batch.size();
        } catch (DataAccessException e) {
            if (e instanceof QueryTimeoutException) {
                limit.failed(limit.bytes());
            }
            database.note(e);
        } catch (KafkaException e) {
            note(e);
        } catch (RuntimeException | Error e) {
            // No other thread replaces this one: if it ended, the process would stay up and relay nothing.
            defects.error(e, "A defect: the relay starts again");
        }
        Thread.sleep(AFTER_FAILURE);
        return 0;
    }

    private void note(KafkaException failure) {
        Supplier<String> why = () -> failure instanceof AuthenticationException
                ? "Kafka refuses the login"
                : transactions
                        .fault()
                        .map(fault -> "Kafka can make no transactions: " + fault)
                        .orElse("Kafka cannot be reached");
        unreached.warn("No event is sent. {}: {}", why, failure.toString());
    }

    /// Events that a broken producer had in flight may still arrive, so no lease may be released before it is
    /// fenced. But a relay that cannot reach Kafka for one lease period stops renewing its leases: they expire,
    /// and the next holder fences it.
    private void open() {
        if (!sender.isOpen()) {
            if (System.nanoTime() - claimUntil < 0) {
                held = leases.keep();
            }
            sender.open();
            balancedAt = System.nanoTime() - properties.heartbeat().toNanos();
        }
        claimUntil = System.nanoTime() + properties.lease().toNanos();
    }

    private void balance() throws InterruptedException {
        held = leases.balance();
        balancedAt = System.nanoTime();
        meters.leasesHeld(held);
        List<String> lapsed = leases.unfenced();
        if (!lapsed.isEmpty()) {
            log.info("Took buckets with expired leases, fencing {}", lapsed);
            fence.raise(lapsed);
            leases.fenced(lapsed);
        }
        outbox.settleParked();
    }

    @Override
    public void start() {
        if (properties.enabled()) {
            transactions.check();
            running = true;
            thread = Thread.ofVirtual().name("outbox-relay").start(this::run);
        }
    }

    /// Finishes the batch in flight and releases the buckets.
    @Override
    public void stop() {
        running = false;
        Thread relay = thread;
        if (relay == null) {
            return;
        }
        wake();
        try {
            boolean idle = relay.join(properties.lease());
            if (!idle) {
                relay.interrupt();
                relay.join(properties.lease());
            }
            if (idle && sender.isOpen()) {
                leases.release();
            }
            sender.close();
            meters.leasesHeld(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DataAccessException e) {
            log.warn("The leases of the outbox were not released, they expire by themselves: {}", e.toString());
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
