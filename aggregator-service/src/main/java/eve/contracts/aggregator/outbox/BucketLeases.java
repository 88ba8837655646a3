package eve.contracts.aggregator.outbox;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Manages the buckets that this relay holds. They are shared evenly among the relays that are alive.
///
/// A bucket is released only between two batches, and any relay can then take it at once. A bucket whose lease
/// expired may still have a holder that is only paused: Kafka must fence that holder before the new one sends
/// its first event.
@Component
class BucketLeases {

    private final JdbcClient jdbc;
    private final RelayName relay;
    private final double seconds;

    BucketLeases(RelayDatabase database, RelayName relay, OutboxProperties properties) {
        this.jdbc = database.jdbc();
        this.relay = relay;
        this.seconds = properties.lease().toMillis() / 1000.0;
    }

    /// Sends a heartbeat, renews the leases, and releases or takes buckets until the share is even. Called when
    /// nothing is in flight.
    ///
    /// @return the number of buckets held
    int balance() {
        int held = keep();
        int share = share();
        return held > share ? held - giveBack(held - share) : held + take(share - held);
    }

    /// Only sends a heartbeat and renews the leases: for when events may still be in flight.
    int keep() {
        announce();
        return renew();
    }

    private void announce() {
        jdbc.sql("""
                        with dead as (delete from outbox_relay
                            where alive_until < now() - make_interval(secs => :lease) and relay <> :relay)
                        insert into outbox_relay (relay, alive_until)
                        values (:relay, now() + make_interval(secs => :lease))
                        on conflict (relay) do update set alive_until = excluded.alive_until""").param("relay", relay.value()).param("lease", seconds).update();
    }

    private int renew() {
        return jdbc.sql("""
                        update outbox_bucket set leased_until = now() + make_interval(secs => :lease)
                        where holder = :relay and leased_until > now()""")
                .param("relay", relay.value())
                .param("lease", seconds)
                .update();
    }

    /// Returns this relay's share: the same for each relay, and the remainder goes to the first ones, one
    /// bucket each.
    private int share() {
        return jdbc.sql("""
                        select (select count(*) from outbox_bucket) / count(*)
                            + (count(*) filter (where relay < :relay)
                                < mod((select count(*) from outbox_bucket), count(*)))::integer
                        from outbox_relay where alive_until > now()""").param("relay", relay.value()).query(Integer.class).single();
    }

    private int giveBack(int surplus) {
        return jdbc.sql("""
                        update outbox_bucket set holder = null, leased_until = '-infinity'
                        where bucket in (select bucket from outbox_bucket where holder = :relay
                            order by unfenced is null, bucket desc limit :surplus)""")
                .param("relay", relay.value())
                .param("surplus", surplus)
                .update();
    }

    private int take(int missing) {
        return missing == 0
                ? 0
                : jdbc.sql("""
                        update outbox_bucket
                        set unfenced = coalesce(unfenced, nullif(holder, :relay)), epoch = epoch + 1, holder = :relay,
                            leased_until = now() + make_interval(secs => :lease)
                        where bucket in (select bucket from outbox_bucket where leased_until < now()
                            order by bucket limit :missing for update skip locked)""")
                        .param("relay", relay.value())
                        .param("lease", seconds)
                        .param("missing", missing)
                        .update();
    }

    /// Returns the former holders, of buckets held here, that Kafka has not fenced yet.
    List<String> unfenced() {
        return jdbc.sql("select distinct unfenced from outbox_bucket where holder = ? and unfenced is not null")
                .param(relay.value())
                .query((row, number) -> row.getString("unfenced"))
                .list();
    }

    void fenced(List<String> relays) {
        jdbc.sql("""
                        update outbox_bucket set unfenced = null
                        where holder = ? and unfenced = any (?) and leased_until > now()""").params(relay.value(), relays.toArray(String[]::new)).update();
    }

    /// Releases all buckets; nothing may be in flight.
    void release() {
        giveBack(Integer.MAX_VALUE);
        jdbc.sql("delete from outbox_relay where relay = ?")
                .param(relay.value())
                .update();
    }
}
