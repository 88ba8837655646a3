package eve.contracts.aggregator.outbox;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reads, deletes and parks the events of the outbox. Every write is fenced by the epoch of the bucket's lease.
@Component
class OutboxTable {

    private static final int BUCKETS = 16;

    private final JdbcClient jdbc;
    private final RelayName relay;

    OutboxTable(RelayDatabase database, RelayName relay) {
        this.jdbc = database.jdbc();
        this.relay = relay;
    }

    /// Returns the first events of the buckets held, per contract in order of version. It reads the rows that
    /// exist, not those after a last id: a sequence's order is not the order of commits.
    ///
    /// @param held the number of buckets held, over which the limits are divided
    List<OutboxEvent> pending(int limit, long bytes, int held) {
        int shares = Math.clamp(held, 1, BUCKETS);
        return jdbc.sql("select * from outbox_pending(?, ?, ?)")
                .params(relay.value(), Math.max(1, limit / shares), Math.max(1, bytes / shares))
                .query((row, number) -> new OutboxEvent(
                        row.getObject("event_id", UUID.class),
                        row.getInt("bucket"),
                        row.getLong("epoch"),
                        row.getLong("contract_id"),
                        row.getLong("version"),
                        row.getString("type"),
                        row.getString("data"),
                        row.getString("traceparent"),
                        row.getTimestamp("created_at").toInstant(),
                        System.nanoTime() - 1000 * row.getLong("age_micros")))
                .list();
    }

    /// Deletes events that Kafka has acknowledged, in one statement.
    ///
    /// @return how many were deleted; those of lost leases were not
    long delete(List<OutboxEvent> acknowledged) {
        return jdbc.sql("select outbox_delete(?, ?, ?, ?)")
                .params(
                        relay.value(),
                        acknowledged.stream().map(OutboxEvent::eventId).toArray(UUID[]::new),
                        acknowledged.stream()
                                .map(event -> (short) event.bucket())
                                .toArray(Short[]::new),
                        acknowledged.stream().map(OutboxEvent::epoch).toArray(Long[]::new))
                .query(Long.class)
                .single();
    }

    /// Parks an event that can never be sent, and the later events of its contract with it.
    void park(OutboxEvent event, String failure) {
        jdbc.sql("""
                        with held as materialized (
                            select bucket from outbox_bucket
                            where bucket = :bucket and holder = :relay and epoch = :epoch and leased_until > now()
                            for share)
                        update outbox
                        set parked_at = now(), failure = case event_id when :eventId then :failure end
                        where contract_id = :contractId and version >= :version and parked_at is null
                            and bucket in (select bucket from held)""")
                .param("relay", relay.value())
                .param("bucket", event.bucket())
                .param("epoch", event.epoch())
                .param("eventId", event.eventId())
                .param("failure", failure)
                .param("contractId", event.contractId())
                .param("version", event.version())
                .update();
    }

    /// Unparks events whose contract has no failed event before them any more, because it was redriven or
    /// deleted. Parks events that were written after a failed one, so that the relay need not skip them at each
    /// poll.
    void settleParked() {
        if (jdbc.sql("select exists (select from outbox where parked_at is not null)")
                .query(Boolean.class)
                .single()) {
            jdbc.sql("""
                            update outbox set parked_at = null
                            where parked_at is not null and failure is null
                                and bucket in (select bucket from outbox_bucket where holder = ?)
                                and not exists (select from outbox before where before.parked_at is not null
                                    and before.failure is not null and before.contract_id = outbox.contract_id
                                    and before.version < outbox.version)""").param(relay.value()).update();
            jdbc.sql("""
                            update outbox set parked_at = now()
                            from outbox before
                            where before.parked_at is not null and before.failure is not null
                                and outbox.contract_id = before.contract_id and outbox.version > before.version
                                and outbox.parked_at is null
                                and before.bucket in (select bucket from outbox_bucket where holder = ?)""").param(relay.value()).update();
        }
    }
}
