package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.store.ItemTypeStore;
import eve.contracts.aggregator.validation.EsiSchema;
import eve.contracts.aggregator.validation.SchemaViolationException;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/// Tells whether items of a type are rolled (mutated). What a type is does not change: ESI is asked once for each, and
/// the answer is kept in memory here and for all replicas in PostgreSQL.
@Component
class ItemTypes {

    private final EsiClient esi;
    private final EsiSchema schema;
    private final ItemTypeStore store;
    private final Clock clock;
    private final Map<Long, Boolean> dynamic = new ConcurrentHashMap<>();
    private final Map<Long, ReentrantLock> asking = new ConcurrentHashMap<>();

    ItemTypes(EsiClient esi, EsiSchema schema, ItemTypeStore store, Clock clock) {
        this.esi = esi;
        this.schema = schema;
        this.store = store;
        this.clock = clock;
    }

    /// Those of the types whose items are rolled. Asks the database at most once and writes at most once, however many
    /// types there are; neither when all of them are in memory.
    Set<Long> dynamicAmong(Set<Long> typeIds) throws UnfitAnswerException, SchemaViolationException {
        Set<Long> missing = notInMemory(typeIds);
        if (!missing.isEmpty()) {
            dynamic.putAll(store.find(missing));
            learn(notInMemory(missing));
        }
        Set<Long> found = new HashSet<>(typeIds);
        found.removeIf(type -> !Boolean.TRUE.equals(dynamic.get(type)));
        return found;
    }

    /// What was learned is kept, even when ESI does not tell the rest.
    private void learn(Set<Long> typeIds) throws UnfitAnswerException, SchemaViolationException {
        Map<Long, Boolean> learned = new HashMap<>();
        try {
            for (long typeId : typeIds) {
                ReentrantLock lock = asking.computeIfAbsent(typeId, type -> new ReentrantLock());
                lock.lock();
                try {
                    if (!dynamic.containsKey(typeId)) {
                        boolean answer = schema.isDynamic(
                                typeId,
                                esi.get(EsiRoute.ITEM_TYPE, EsiRoute.ITEM_TYPE.path(typeId))
                                        .json());
                        learned.put(typeId, answer);
                        dynamic.put(typeId, answer);
                    }
                } finally {
                    lock.unlock();
                    asking.remove(typeId, lock);
                }
            }
        } finally {
            if (!learned.isEmpty()) {
                store.save(learned, clock.instant());
            }
        }
    }

    private Set<Long> notInMemory(Set<Long> typeIds) {
        Set<Long> missing = new HashSet<>(typeIds);
        missing.removeIf(dynamic::containsKey);
        return missing;
    }
}
