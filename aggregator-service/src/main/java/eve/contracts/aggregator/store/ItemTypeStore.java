package eve.contracts.aggregator.store;

import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Keeps what was learned of item types, so that no replica asks ESI twice.
@Component
public class ItemTypeStore {

    private final JdbcClient jdbc;

    ItemTypeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Whether items of the type are rolled; `null` when that is not known yet.
    public @Nullable Boolean isDynamic(long typeId) {
        return jdbc.sql("select is_dynamic from item_type where type_id = ?")
                .param(typeId)
                .query(Boolean.class)
                .optional()
                .orElse(null);
    }

    public void save(long typeId, boolean isDynamic, Instant learnedAt) {
        jdbc.sql("""
                        insert into item_type (type_id, is_dynamic, learned_at) values (?, ?, ?)
                        on conflict (type_id) do nothing""").params(typeId, isDynamic, Timestamp.from(learnedAt)).update();
    }
}
