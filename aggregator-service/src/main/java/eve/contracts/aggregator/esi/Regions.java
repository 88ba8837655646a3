package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// The regions to search for an id that came without one: those configured, else all that ESI names.
@Component
class Regions {

    private final EsiClient esi;
    private final EsiProperties properties;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    private List<Long> named = List.of();
    private Instant freshUntil = Instant.EPOCH;

    Regions(EsiClient esi, EsiProperties properties, Clock clock) {
        this.esi = esi;
        this.properties = properties;
        this.clock = clock;
    }

    List<Long> toSearch() throws UnfitAnswerException {
        if (!properties.regions().isEmpty()) {
            return properties.regions();
        }
        lock.lock();
        try {
            if (!clock.instant().isBefore(freshUntil)) {
                EsiAnswer answer = esi.get(EsiRoute.REGIONS, EsiRoute.REGIONS.path());
                named = ids(answer.json());
                freshUntil = answer.freshUntil();
            }
            return named;
        } finally {
            lock.unlock();
        }
    }

    private static List<Long> ids(JsonNode json) throws UnfitAnswerException {
        if (!json.isArray() || json.isEmpty()) {
            throw new UnfitAnswerException(new Verdict.Retry(FailureReason.ESI_BROKEN_ANSWER, "ESI names no regions"));
        }
        var ids = new ArrayList<Long>();
        for (JsonNode id : json) {
            if (!id.isIntegralNumber() || !id.canConvertToLong() || id.longValue() <= 0) {
                throw new UnfitAnswerException(
                        new Verdict.Retry(FailureReason.ESI_BROKEN_ANSWER, "ESI names a region " + id));
            }
            ids.add(id.longValue());
        }
        return List.copyOf(ids);
    }
}
