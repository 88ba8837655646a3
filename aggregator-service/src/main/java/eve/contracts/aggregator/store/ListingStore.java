package eve.contracts.aggregator.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Stores the listings that all replicas share, and ensures that only one replica at a time sweeps a region.
@Component
public class ListingStore {

    private final JdbcClient jdbc;
    private final String sweeper = UUID.randomUUID().toString();

    ListingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<Long> regions() {
        return jdbc.sql("select region_id from region_listing where page_count > 0 order by region_id")
                .query((row, number) -> row.getLong(1))
                .list();
    }

    public StoredListing.@Nullable Summary summary(long regionId) {
        return jdbc.sql("select last_modified, fresh_until from region_listing where region_id = ? and page_count > 0")
                .param(regionId)
                .query((row, number) -> new StoredListing.Summary(
                        row.getTimestamp("last_modified").toInstant(),
                        row.getTimestamp("fresh_until").toInstant()))
                .optional()
                .orElse(null);
    }

    /// Returns the whole listing; all its pages are from one sweep.
    public @Nullable StoredListing load(long regionId) {
        return jdbc.sql("""
                        select last_modified, dated, fresh_until, is_first, unconfirmed, page, etag, body
                        from region_listing join listing_page using (region_id)
                        where region_id = ? order by page""")
                .param(regionId)
                .query(rows -> rows.next() ? Optional.of(listing(regionId, rows)) : Optional.<StoredListing>empty())
                .orElse(null);
    }

    /// @param rows positioned at the first page
    private static StoredListing listing(long regionId, ResultSet rows) throws SQLException {
        Instant lastModified = rows.getTimestamp("last_modified").toInstant();
        boolean dated = rows.getBoolean("dated");
        Instant freshUntil = rows.getTimestamp("fresh_until").toInstant();
        boolean first = rows.getBoolean("is_first");
        Set<Long> unconfirmed = Set.of((Long[]) rows.getArray("unconfirmed").getArray());
        var pages = new ArrayList<StoredListing.Page>();
        do {
            pages.add(new StoredListing.Page(rows.getInt("page"), rows.getString("etag"), rows.getBytes("body")));
        } while (rows.next());
        return new StoredListing(regionId, lastModified, dated, freshUntil, first, unconfirmed, pages);
    }

    /// Returns the region's stored contracts that are not known to be gone and have not expired.
    public Set<Long> openContracts(long regionId, Instant now) {
        return jdbc.sql("select contract_id from contract"
                        + " where region_id = ? and status = 'OPEN' and date_expired > ?")
                .params(regionId, Timestamp.from(now))
                .query((row, number) -> row.getLong(1))
                .set();
    }

    /// Returns since when an id is requested that no listing so far could contain. Deletes entries that are
    /// older than a day.
    public Instant awaitedSince(long contractId, Instant now) {
        return jdbc.sql("""
                        with forgotten as (
                            delete from awaited_contract where asked_at < :yesterday and contract_id <> :contractId
                        )
                        insert into awaited_contract (contract_id, asked_at) values (:contractId, :now)
                        on conflict (contract_id) do update
                        set asked_at = case when awaited_contract.asked_at < :yesterday then excluded.asked_at
                            else awaited_contract.asked_at end
                        returning asked_at""")
                .param("yesterday", Timestamp.from(now.minus(Duration.ofDays(1))))
                .param("contractId", contractId)
                .param("now", Timestamp.from(now))
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .single();
    }

    /// Acquires the lease to sweep the region, unless another process holds it. A process acquires its own
    /// lease again: it sweeps a region only once at a time, so the last sweep was not able to release it.
    public boolean beginSweep(long regionId, Duration lease) {
        return jdbc.sql("""
                        insert into region_listing (region_id, sweeper, swept_until)
                        values (:region, :sweeper, now() + make_interval(secs => :lease))
                        on conflict (region_id) do update
                        set sweeper = excluded.sweeper, swept_until = excluded.swept_until
                        where region_listing.swept_until < now() or region_listing.sweeper = excluded.sweeper""")
                        .param("region", regionId)
                        .param("sweeper", sweeper)
                        .param("lease", lease.toSeconds())
                        .update()
                == 1;
    }

    /// Releases the lease to sweep. A region that never had a listing leaves no row behind.
    public void abandonSweep(long regionId) {
        jdbc.sql("""
                        with never_listed as (
                            delete from region_listing
                            where region_id = :region and sweeper = :sweeper and page_count = 0
                        )
                        update region_listing set swept_until = '-infinity'
                        where region_id = :region and sweeper = :sweeper and page_count > 0""").param("region", regionId).param("sweeper", sweeper).update();
    }

    /// Replaces the listing and releases the lease to sweep, in one statement. Does nothing when another
    /// process has acquired the lease meanwhile. Unchanged pages are not written again.
    public void endSweep(StoredListing listing) {
        List<StoredListing.Page> pages = listing.pages();
        jdbc.sql("""
                        with mine as (
                            update region_listing
                            set last_modified = :lastModified, dated = :dated, fresh_until = :freshUntil,
                                is_first = :first, unconfirmed = :unconfirmed, page_count = :pageCount, swept_until = '-infinity'
                            where region_id = :region and sweeper = :sweeper
                            returning region_id
                        ),
                        fewer as (
                            delete from listing_page using mine
                            where listing_page.region_id = mine.region_id and page > :pageCount
                        )
                        insert into listing_page (region_id, page, etag, body)
                        select region_id, page, etag, body
                        from mine, unnest(:numbers::int[], :etags::text[], :bodies::bytea[]) as given(page, etag, body)
                        on conflict (region_id, page) do update set etag = excluded.etag, body = excluded.body
                        where listing_page.etag is distinct from excluded.etag
                            or listing_page.body is distinct from excluded.body""")
                .param("region", listing.regionId())
                .param("sweeper", sweeper)
                .param("lastModified", Timestamp.from(listing.lastModified()))
                .param("dated", listing.dated())
                .param("freshUntil", Timestamp.from(listing.freshUntil()))
                .param("first", listing.first())
                .param("unconfirmed", listing.unconfirmed().toArray(Long[]::new))
                .param("pageCount", pages.size())
                .param("numbers", pages.stream().map(StoredListing.Page::number).toArray(Integer[]::new))
                .param("etags", pages.stream().map(StoredListing.Page::etag).toArray(String[]::new))
                .param("bodies", pages.stream().map(StoredListing.Page::body).toArray(byte[][]::new))
                .update();
    }
}
