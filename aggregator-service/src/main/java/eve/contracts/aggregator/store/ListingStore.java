package eve.contracts.aggregator.store;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Keeps the listings that all replicas share, and sees that one of them sweeps a region at a time.
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

    /// The whole listing, its pages of one sweep.
    public @Nullable StoredListing load(long regionId) {
        record Row(Instant lastModified, Instant freshUntil, StoredListing.Page page) {}
        List<Row> rows = jdbc.sql("""
                        select last_modified, fresh_until, page, etag, body
                        from region_listing join listing_page using (region_id)
                        where region_id = ? order by page""")
                .param(regionId)
                .query((row, number) -> new Row(
                        row.getTimestamp("last_modified").toInstant(),
                        row.getTimestamp("fresh_until").toInstant(),
                        new StoredListing.Page(row.getInt("page"), row.getString("etag"), row.getBytes("body"))))
                .list();
        if (rows.isEmpty()) {
            return null;
        }
        Row first = rows.getFirst();
        return new StoredListing(
                regionId,
                first.lastModified(),
                first.freshUntil(),
                rows.stream().map(Row::page).toList());
    }

    /// Takes the right to sweep the region, unless another has it; it ends by itself after the lease. This process, which
    /// sweeps a region once at a time, takes its own right again: its last sweep ended while the database was out of reach.
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

    public void abandonSweep(long regionId) {
        jdbc.sql("update region_listing set swept_until = '-infinity' where region_id = ? and sweeper = ?")
                .params(regionId, sweeper)
                .update();
    }

    /// Replaces the listing and gives the right to sweep back, in one statement. Does nothing when the right went to
    /// another meanwhile. Pages that have not changed are not written again.
    public void endSweep(StoredListing listing) {
        List<StoredListing.Page> pages = listing.pages();
        jdbc.sql("""
                        with mine as (
                            update region_listing
                            set last_modified = :lastModified, fresh_until = :freshUntil, page_count = :pageCount,
                                swept_until = '-infinity'
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
                        where listing_page.etag is distinct from excluded.etag or excluded.etag is null""")
                .param("region", listing.regionId())
                .param("sweeper", sweeper)
                .param("lastModified", Timestamp.from(listing.lastModified()))
                .param("freshUntil", Timestamp.from(listing.freshUntil()))
                .param("pageCount", pages.size())
                .param("numbers", pages.stream().map(StoredListing.Page::number).toArray(Integer[]::new))
                .param("etags", pages.stream().map(StoredListing.Page::etag).toArray(String[]::new))
                .param("bodies", pages.stream().map(StoredListing.Page::body).toArray(byte[][]::new))
                .update();
    }
}
