package eve.contracts.aggregator.store;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Keeps the listings that all replicas share, and sees that one of them sweeps a region at a time.
@Component
public class ListingStore {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final String sweeper = UUID.randomUUID().toString();

    ListingStore(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
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

    /// Takes the right to sweep the region, unless another has it; it ends by itself after the lease.
    public boolean beginSweep(long regionId, Duration lease) {
        return jdbc.sql("""
                        insert into region_listing (region_id, sweeper, swept_until)
                        values (:region, :sweeper, now() + make_interval(secs => :lease))
                        on conflict (region_id) do update
                        set sweeper = excluded.sweeper, swept_until = excluded.swept_until
                        where region_listing.swept_until < now()""")
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

    /// Replaces the listing and gives the right to sweep back. Does nothing when the right went to another meanwhile.
    public void endSweep(StoredListing listing) {
        transaction.executeWithoutResult(status -> {
            int mine = jdbc.sql("""
                            update region_listing
                            set last_modified = ?, fresh_until = ?, page_count = ?, swept_until = '-infinity'
                            where region_id = ? and sweeper = ?""")
                    .params(
                            Timestamp.from(listing.lastModified()),
                            Timestamp.from(listing.freshUntil()),
                            listing.pages().size(),
                            listing.regionId(),
                            sweeper)
                    .update();
            if (mine == 1) {
                replacePages(listing);
            }
        });
    }

    private void replacePages(StoredListing listing) {
        jdbc.sql("delete from listing_page where region_id = ? and page > ?")
                .params(listing.regionId(), listing.pages().size())
                .update();
        for (StoredListing.Page page : listing.pages()) {
            jdbc.sql("""
                            insert into listing_page (region_id, page, etag, body) values (:region, :page, :etag, :body)
                            on conflict (region_id, page) do update set etag = excluded.etag, body = excluded.body
                            where listing_page.etag is distinct from excluded.etag or excluded.etag is null""")
                    .param("region", listing.regionId())
                    .param("page", page.number())
                    .param("etag", page.etag())
                    .param("body", page.body())
                    .update();
        }
    }
}
