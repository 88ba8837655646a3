package eve.contracts.aggregator.outbox;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The outbox as the relay sees it: leases of buckets, pending events, fenced deletion.
@Component
class OutboxTable {

    private final JdbcClient jdbc;
    private final String holder = UUID.randomUUID().toString();

    OutboxTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Renews the leases held here and takes those that nobody holds any more. The epoch grows with each change of
    /// holder
    /// and each lapse.
    ///
    /// @return the number of buckets held
    int lease(Duration lease) {
        return jdbc.sql("""
                        update outbox_bucket
                        set epoch = epoch + (holder is distinct from :holder or leased_until < now())::integer,
                            holder = :holder, leased_until = now() + make_interval(secs => :lease)
                        where bucket in (select bucket from outbox_bucket
                            where holder = :holder or leased_until < now()
                            for update skip locked)""")
                .param("holder", holder)
                .param("lease", lease.toMillis() / 1000.0)
                .update();
    }

    void release() {
        jdbc.sql("update outbox_bucket set leased_until = '-infinity' where holder = ?")
                .param(holder)
                .update();
    }

    /// The first events of the buckets held, per contract in order of version. Reads what is there, never what comes
    /// after a last id: a sequence's order is not the order of commits.
    List<OutboxEvent> pending(int limit) {
        return jdbc.sql("""
                        select event_id, bucket, epoch, contract_id, version, type, data, traceparent, created_at
                        from outbox join outbox_bucket using (bucket)
                        where holder = :holder and leased_until > now()
                        order by sequence
                        limit :limit""")
                .param("holder", holder)
                .param("limit", limit)
                .query((row, number) -> new OutboxEvent(
                        row.getObject("event_id", UUID.class),
                        row.getInt("bucket"),
                        row.getLong("epoch"),
                        row.getLong("contract_id"),
                        row.getLong("version"),
                        row.getString("type"),
                        row.getString("data"),
                        row.getString("traceparent"),
                        row.getTimestamp("created_at").toInstant()))
                .list();
    }

    /// Deletes events that Kafka has acknowledged, except those whose bucket has passed to another epoch since they
    /// were
    /// read: their new holder sends them again, under the same id.
    ///
    /// @return how many were deleted
    int delete(List<OutboxEvent> acknowledged) {
        return jdbc.sql("""
                        delete from outbox using outbox_bucket,
                            unnest(:ids::uuid[], :epochs::bigint[]) as sent(event_id, epoch)
                        where outbox.event_id = sent.event_id
                            and outbox_bucket.bucket = outbox.bucket
                            and outbox_bucket.holder = :holder
                            and outbox_bucket.epoch = sent.epoch
                            and outbox_bucket.leased_until > now()""")
                .param("holder", holder)
                .param("ids", acknowledged.stream().map(OutboxEvent::eventId).toArray(UUID[]::new))
                .param("epochs", acknowledged.stream().map(OutboxEvent::epoch).toArray(Long[]::new))
                .update();
    }
}
