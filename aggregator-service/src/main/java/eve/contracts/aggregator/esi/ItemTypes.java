package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.store.ItemTypeStore;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Tells whether items of a type are rolled (mutated): the type's meta group, attribute 1692, is Abyssal, 15. What a
/// type
/// is does not change, so it is asked once and kept.
@Component
class ItemTypes {

    private static final long META_GROUP = 1692;
    private static final double ABYSSAL = 15;

    private final EsiClient esi;
    private final ItemTypeStore store;
    private final Clock clock;
    private final Map<Long, Boolean> dynamic = new ConcurrentHashMap<>();
    private final Map<Long, ReentrantLock> asking = new ConcurrentHashMap<>();

    ItemTypes(EsiClient esi, ItemTypeStore store, Clock clock) {
        this.esi = esi;
        this.store = store;
        this.clock = clock;
    }

    boolean isDynamic(long typeId) throws UnfitAnswerException {
        Boolean known = dynamic.get(typeId);
        if (known != null) {
            return known;
        }
        ReentrantLock lock = asking.computeIfAbsent(typeId, type -> new ReentrantLock());
        lock.lock();
        try {
            known = dynamic.get(typeId);
            if (known == null) {
                known = store.isDynamic(typeId);
            }
            if (known == null) {
                known = isDynamic(esi.get(EsiRoute.ITEM_TYPE, EsiRoute.ITEM_TYPE.path(typeId))
                        .json());
                store.save(typeId, known, clock.instant());
            }
            dynamic.put(typeId, known);
            return known;
        } finally {
            lock.unlock();
            asking.remove(typeId, lock);
        }
    }

    private static boolean isDynamic(JsonNode type) {
        for (JsonNode attribute : type.path("dogma_attributes")) {
            if (attribute.path("attribute_id").asLong(0) == META_GROUP
                    && attribute.path("value").asDouble(0) == ABYSSAL) {
                return true;
            }
        }
        return false;
    }
}
