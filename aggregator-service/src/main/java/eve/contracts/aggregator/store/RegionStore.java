package eve.contracts.aggregator.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Stores ESI's list of regions for all replicas and for the next start.
@Component
public class RegionStore {

    private final JdbcClient jdbc;

    RegionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param askedAt when ESI sent the list
    /// @param freshUntil until then ESI has no newer list
    public record RegionList(Set<Long> regionIds, Instant askedAt, Instant freshUntil) {}

    public @Nullable RegionList load() {
        return jdbc.sql("select region_ids, asked_at, fresh_until from universe_regions")
                .query((row, number) -> new RegionList(
                        Set.of((Long[]) row.getArray("region_ids").getArray()),
                        row.getTimestamp("asked_at").toInstant(),
                        row.getTimestamp("fresh_until").toInstant()))
                .optional()
                .orElse(null);
    }

    public void save(RegionList list) {
        jdbc.sql("""
                        insert into universe_regions (region_ids, asked_at, fresh_until) values (?, ?, ?)
                        on conflict (one) do update
                        set region_ids = excluded.region_ids, asked_at = excluded.asked_at,
                            fresh_until = excluded.fresh_until""")
                .param(list.regionIds().toArray(Long[]::new))
                .param(Timestamp.from(list.askedAt()))
                .param(Timestamp.from(list.freshUntil()))
                .update();
    }
}
