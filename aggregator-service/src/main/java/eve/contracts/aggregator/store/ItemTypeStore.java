package eve.contracts.aggregator.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Stores which item types are rolled, so that no replica asks ESI twice.
@Component
public class ItemTypeStore {

    private final JdbcClient jdbc;

    ItemTypeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Returns whether items of the types are rolled, for the types that are stored.
    public Map<Long, Boolean> find(Set<Long> typeIds) {
        Map<Long, Boolean> found = new HashMap<>();
        jdbc.sql("select type_id, is_dynamic from item_type where type_id = any(?)")
                .param(array(typeIds))
                .query((RowCallbackHandler) row -> found.put(row.getLong("type_id"), row.getBoolean("is_dynamic")));
        return found;
    }

    public void save(Map<Long, Boolean> dynamic, Instant learnedAt) {
        Set<Long> rolled = new HashSet<>(dynamic.keySet());
        rolled.removeIf(type -> !Boolean.TRUE.equals(dynamic.get(type)));
        jdbc.sql("""
                        insert into item_type (type_id, is_dynamic, learned_at)
                        select type_id, type_id = any(:rolled), :learnedAt from unnest(:all) as type_id
                        -- In one order, so that two replicas never wait for each other.
                        order by type_id
                        on conflict (type_id) do nothing""")
                .param("all", array(dynamic.keySet()))
                .param("rolled", array(rolled))
                .param("learnedAt", Timestamp.from(learnedAt))
                .update();
    }

    private static Long[] array(Set<Long> ids) {
        return ids.toArray(Long[]::new);
    }
}
