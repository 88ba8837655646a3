package eve.contracts.aggregator.outbox;

import eve.contracts.aggregator.tracing.Spans;
import eve.contracts.logging.SparseLog;
import io.micrometer.tracing.Tracer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Sends one batch of events, deletes those that Kafka acknowledged and parks those that it rejected.
@Component
class RelayBatch {

    private static final Logger log = LoggerFactory.getLogger(RelayBatch.class);
    /// So few that a lease outlasts them all.
    private static final int SUSPECTS_AT_ONCE = 50;

    private final OutboxTable outbox;
    private final EventSender sender;
    private final OutboxMeters meters;
    private final SendSpans spans;
    private final SendLimit limit;
    private final long heartbeatNanos;
    private final SparseLog notSent = new SparseLog(log);
    private final Suspects suspects = new Suspects();

    RelayBatch(
            OutboxTable outbox,
            EventSender sender,
            OutboxMeters meters,
            SendLimit limit,
            Tracer tracer,
            OutboxProperties properties) {
        this.outbox = outbox;
        this.sender = sender;
        this.meters = meters;
        this.limit = limit;
        this.spans = new SendSpans(new Spans(tracer));
        this.heartbeatNanos = properties.heartbeat().toNanos();
    }

    /// Sends the batch round by round, with one event of each contract in a round. Because this can take long,
    /// it stops when a heartbeat is due.
    ///
    /// @return whether the batch is finished; otherwise it must be read again
    boolean relay(List<OutboxEvent> batch) {
        long start = System.nanoTime();
        Set<Long> heldBack = new HashSet<>();
        int sentAlone = 0;
        for (List<OutboxEvent> round : Rounds.of(batch)) {
            List<OutboxEvent> together = new ArrayList<>(round.size());
            List<OutboxEvent> alone = new ArrayList<>();
            for (OutboxEvent event : round) {
                if (!heldBack.contains(event.contractId())) {
                    (suspects.contains(event) ? alone : together).add(event);
                }
            }
            while (!together.isEmpty()) {
                List<OutboxEvent> portion = together.subList(0, limit.fit(together));
                if (System.nanoTime() - start >= heartbeatNanos || !send(portion)) {
                    return false;
                }
                together = together.subList(portion.size(), together.size());
            }
            for (OutboxEvent suspect : alone) {
                if (sentAlone++ >= SUSPECTS_AT_ONCE || !send(List.of(suspect))) {
                    heldBack.add(suspect.contractId());
                }
                if (!sender.isOpen()) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean send(List<OutboxEvent> events) {
        long start = System.nanoTime();
        SendOutcome outcome = spans.around(events, () -> sender.send(events));
        return switch (outcome) {
            case SendOutcome.Acknowledged _ -> {
                limit.sent(SendLimit.bytes(events), System.nanoTime() - start);
                yield finish(events);
            }
            case SendOutcome.Refused(var reasons) -> {
                if (events.size() == 1) {
                    reasons.forEach(this::park);
                } else {
                    suspects.blame(reasons.keySet());
                }
                yield false;
            }
            case SendOutcome.NotNow(var cause) -> {
                meters.notSent(events.size());
                limit.failed(SendLimit.bytes(events));
                notSent.warn("{} events were not sent and are tried again: {}", events.size(), cause.toString());
                yield false;
            }
        };
    }

    private boolean finish(List<OutboxEvent> acknowledged) {
        meters.sent(acknowledged);
        acknowledged.forEach(suspects::acquit);
        long deleted = outbox.delete(acknowledged);
        if (deleted < acknowledged.size()) {
            log.info("{} events are sent again: another relay took their bucket", acknowledged.size() - deleted);
        }
        return deleted == acknowledged.size();
    }

    private void park(OutboxEvent event, String reason) {
        suspects.convict(event);
        meters.parked();
        outbox.park(event, reason);
        log.error(
                "Event {}, version {} of contract {}, cannot be sent; it and the later ones of its contract are parked: {}",
                event.eventId(),
                event.version(),
                event.contractId(),
                reason);
    }
}
