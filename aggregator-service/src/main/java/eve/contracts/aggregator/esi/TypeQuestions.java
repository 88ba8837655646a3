package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.esi.client.AtOnce;
import eve.contracts.aggregator.esi.client.EsiAnswer;
import eve.contracts.aggregator.esi.client.EsiClient;
import eve.contracts.aggregator.esi.client.EsiGovernor;
import eve.contracts.aggregator.esi.client.EsiRoute;
import eve.contracts.aggregator.validation.EsiSchema;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.SchemaViolationException;
import eve.contracts.aggregator.validation.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Asks ESI which of many item types are rolled (mutated), in as few calls as possible: one call returns the
/// names of up to 1,000 types, and only a type with the name of a rolled one is requested individually.
///
/// `POST /universe/names` refuses all ids when it does not know one of them; the list is then halved until the
/// bad ids are found. When names are not available, the types are requested one by one. A route that gives no
/// good answer is not called for a while, so the number of failures is bounded.
@Component
class TypeQuestions {

    /// After so many types or lists that ESI does not know, without a good answer in between, the route is not
    /// called for a while. A call that fails counts as several: it was repeated in place, and each time counts
    /// against ESI's error limit.
    private static final int MOST_BAD = 16;

    private static final int FAILURE = 4;

    private static final int MOST_NAME_CALLS = 64;
    private static final int PARALLEL = 8;
    private static final Duration REST = Duration.ofMinutes(1);

    private final EsiClient esi;
    private final EsiSchema schema;
    private final EsiGovernor governor;
    private final Clock clock;
    private final RouteRest namesRest = new RouteRest();
    private final RouteRest typesRest = new RouteRest();

    TypeQuestions(EsiClient esi, EsiSchema schema, EsiGovernor governor, Clock clock) {
        this.esi = esi;
        this.schema = schema;
        this.governor = governor;
        this.clock = clock;
    }

    /// ESI's answers about the types; types in neither set could not be requested now.
    ///
    /// @param rolled whether items of the type are rolled
    /// @param likelyRolled types with a name like that of a rolled type, whether or not ESI confirms it
    /// @param refused types that ESI says it does not know
    /// @param listener gets each answer as it arrives, from several threads
    record Answers(
            Map<Long, Boolean> rolled, Set<Long> likelyRolled, Set<Long> refused, BiConsumer<Long, Boolean> listener) {

        Answers(BiConsumer<Long, Boolean> listener) {
            this(new ConcurrentHashMap<>(), new HashSet<>(), ConcurrentHashMap.newKeySet(), listener);
        }

        private void add(long typeId, boolean isRolled) {
            rolled.put(typeId, isRolled);
            listener.accept(typeId, isRolled);
        }
    }

    /// Adds the answers as they arrive, so that they are not lost when a later call fails.
    ///
    /// @throws FetchFailedException suspended, when all calls to ESI pause or the service is stopping
    void ask(Collection<Long> typeIds, Answers answers) throws FetchFailedException {
        askOneByOne(sortByName(typeIds, answers), answers);
    }

    /// Returns the types that must be requested individually.
    private Set<Long> sortByName(Collection<Long> typeIds, Answers answers) throws FetchFailedException {
        Set<Long> left = new HashSet<>();
        Queue<List<Long>> lists = new ArrayDeque<>(List.of(List.copyOf(typeIds)));
        for (int calls = 0; lists.poll() instanceof List<Long> list; calls++) {
            if (calls >= MOST_NAME_CALLS || namesRest.isOn()) {
                left.addAll(list);
                continue;
            }
            try {
                EsiSchema.Named named = schema.names(names(list));
                answers.likelyRolled().addAll(named.likelyRolled());
                list.forEach(typeId -> {
                    if (named.plain().contains(typeId)) {
                        answers.add(typeId, false);
                    } else {
                        left.add(typeId);
                    }
                });
                namesRest.good();
            } catch (SchemaViolationException e) {
                namesRest.bad(FAILURE);
                left.addAll(list);
            } catch (FetchFailedException e) {
                ensureNotPaused(e);
                boolean refused = e.verdict() instanceof Verdict.Poison;
                namesRest.bad(refused ? 1 : FAILURE);
                if (refused && list.size() > 1) {
                    lists.add(list.subList(0, list.size() / 2));
                    lists.add(list.subList(list.size() / 2, list.size()));
                } else {
                    left.addAll(list);
                }
            }
        }
        return left;
    }

    private JsonNode names(List<Long> typeIds) throws FetchFailedException {
        String body = typeIds.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        return esi.post(EsiRoute.NAMES, EsiRoute.NAMES.path(), body.getBytes(StandardCharsets.US_ASCII))
                .json();
    }

    private void askOneByOne(Set<Long> typeIds, Answers answers) throws FetchFailedException {
        AtOnce.ask(
                PARALLEL,
                typeIds.stream()
                        .<AtOnce.Question<Long>>map(typeId -> () -> {
                            ask(typeId, answers);
                            return typeId;
                        })
                        .toList());
    }

    private void ask(long typeId, Answers answers) throws FetchFailedException {
        if (typesRest.isOn()) {
            return;
        }
        try {
            EsiAnswer answer = esi.get(EsiRoute.ITEM_TYPE, EsiRoute.ITEM_TYPE.path(typeId));
            boolean rolled = schema.isDynamic(typeId, answer.json());
            if (!rolled
                    && !answer.json().has("dogma_attributes")
                    && answers.likelyRolled().contains(typeId)) {
                // The attribute that would show it is missing.
                typesRest.bad(1);
                return;
            }
            answers.add(typeId, rolled);
            typesRest.good();
        } catch (SchemaViolationException e) {
            typesRest.bad(FAILURE);
        } catch (FetchFailedException e) {
            ensureNotPaused(e);
            boolean refused = e.verdict() instanceof Verdict.Poison;
            typesRest.bad(refused ? 1 : FAILURE);
            if (refused) {
                answers.refused().add(typeId);
            }
        }
    }

    /// Throws while all calls pause: the contracts wait too. A pause of one route holds back no contract.
    private void ensureNotPaused(FetchFailedException e) throws FetchFailedException {
        if (e.verdict() instanceof Verdict.Suspended && governor.isPaused()) {
            throw e;
        }
    }

    /// Blocks calls to a route that gives no good answer.
    private final class RouteRest {

        private int bad;
        private Instant until = Instant.EPOCH;

        synchronized boolean isOn() {
            return clock.instant().isBefore(until);
        }

        synchronized void good() {
            bad = 0;
        }

        synchronized void bad(int weight) {
            bad += weight;
            if (bad >= MOST_BAD) {
                bad = 0;
                until = clock.instant().plus(REST);
            }
        }
    }
}
