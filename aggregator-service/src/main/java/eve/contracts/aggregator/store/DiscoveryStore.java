package eve.contracts.aggregator.store;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Ensures that only one replica publishes the ids of a listing, once, and remembers for a day which ids were
/// published.
@Component
public class DiscoveryStore {

    private static final Duration LEFT_ALONE = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final String publisher = UUID.randomUUID().toString();

    DiscoveryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Acquires or extends the lease to publish the ids of a region's listing.
    ///
    /// @return `false` when another replica holds it, or when the ids of that listing were the last ones
    ///     published
    public boolean begin(long regionId, Instant lastModified, Duration lease) {
        return jdbc.sql("""
                        insert into discovery (region_id, publisher, leased_until)
                        values (:region, :publisher, now() + make_interval(secs => :lease))
                        on conflict (region_id) do update
                        set publisher = excluded.publisher, leased_until = excluded.leased_until
                        where (discovery.leased_until < now() or discovery.publisher = excluded.publisher)
                            and discovery.last_modified is distinct from :lastModified""")
                        .param("region", regionId)
                        .param("publisher", publisher)
                        .param("lease", lease.toSeconds())
                        .param("lastModified", Timestamp.from(lastModified))
                        .update()
                == 1;
    }

    /// Releases the lease after all ids of the listing are published.
    public void end(long regionId, Instant lastModified, Instant now) {
        jdbc.sql("update discovery set last_modified = ?, leased_until = '-infinity'"
                        + " where region_id = ? and publisher = ?")
                .params(Timestamp.from(lastModified), regionId, publisher)
                .update();
        jdbc.sql("delete from discovered_contract where published_at < ?")
                .param(Timestamp.from(now.minus(LEFT_ALONE)))
                .update();
    }

    /// Returns, in order, the ids to publish now. It leaves out, for a day, ids that were published and have
    /// had no answer since, because they wait or are dead letters, and ids with an open dead letter.
    public List<Long> due(Collection<Long> contractIds, Instant now) {
        return jdbc.sql("""
                        select id from unnest(:ids::bigint[]) as news(id)
                        where not exists (
                                select from discovered_contract
                                where contract_id = news.id and published_at > :since
                                    and not exists (select from answer
                                        where answer.contract_id = news.id and answered_at >= published_at)
                                    and not exists (select from contract
                                        where contract.contract_id = news.id and bids_fresh_until > published_at))
                            and not exists (
                                select from dead_letter
                                where contract_id = news.id and state in ('OPEN', 'QUARANTINED') and died_at > :since
                                    and not exists (select from last_answer
                                        where last_answer.contract_id = news.id and answered_at > died_at))
                        order by id""")
                .param("ids", contractIds.toArray(Long[]::new))
                .param("since", Timestamp.from(now.minus(LEFT_ALONE)))
                .query((row, number) -> row.getLong(1))
                .list();
    }

    public void published(Collection<Long> contractIds, Instant now) {
        jdbc.sql("""
                        insert into discovered_contract (contract_id, published_at)
                        select id, :now from unnest(:ids::bigint[]) as published(id)
                        on conflict (contract_id) do update set published_at = excluded.published_at""")
                .param("ids", contractIds.toArray(Long[]::new))
                .param("now", Timestamp.from(now))
                .update();
    }
}
