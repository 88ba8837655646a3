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

/// Asks ESI which of many item types are rolled (mutated), in as few calls as possible: one call gives the names of
/// up to 1,000 types, and only a type with the name of a rolled one is asked for itself.
///
/// `POST /universe/names` refuses all ids when it does not know one of them; the list is then halved until the bad
/// ones are found. Where names cannot be had, the types are asked for one by one. A route that gives no good answer
/// is left alone for a while, so the number of failures is bounded.
@Component
class TypeQuestions {

    /// The route is left alone after so many types or lists that ESI does not know, without a good answer between
    /// them. A call that fails counts as several: it was repeated in place, and is an error of ESI's limit each
    /// time.
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

    /// What ESI says of the types; those in neither could not be asked for now.
    ///
    /// @param rolled whether items of the type are rolled
    /// @param likelyRolled types that are named like a rolled one, whether or not ESI confirms it
    /// @param refused types that ESI says it does not know
    /// @param listener gets each answer as it comes, from several threads
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

    /// Adds to the answers as they come, so that those are not lost when a later call fails.
    ///
    /// @throws FetchFailedException suspended, when all calls to ESI pause or the service is stopping
    void ask(Collection<Long> typeIds, Answers answers) throws FetchFailedException {
        askOneByOne(sortByName(typeIds, answers), answers);
    }

    /// Returns the types that have to be asked for themselves.
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
                // What would say so is missing.
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

    /// While all calls pause, the contracts wait too. A pause of one route holds no contract back.
    private void ensureNotPaused(FetchFailedException e) throws FetchFailedException {
        if (e.verdict() instanceof Verdict.Suspended && governor.isPaused()) {
            throw e;
        }
    }

    /// Keeps calls from a route that gives no good answer.
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
