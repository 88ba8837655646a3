package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.store.ItemTypeStore;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.springframework.stereotype.Component;

/// Determines which item types are rolled (mutated). A type's properties do not change: ESI is asked once for
/// each, and the answer is kept in memory here and for all replicas in PostgreSQL.
///
/// A type that ESI does not describe counts as unknown for a while and does not hold back its contracts.
@Component
class ItemTypes {

    /// ESI regenerates its types once a day.
    private static final Duration REFUSED = Duration.ofDays(1);

    /// The longest wait of a contract; it continues without the answers that are missing by then.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration FAILED = Duration.ofMinutes(10);

    private final TypeQuestions questions;
    private final ItemTypeStore store;
    private final Clock clock;
    private final TypeBatches batches = new TypeBatches(this::lookUp, PATIENCE);
    private final Map<Long, Boolean> rolled = new ConcurrentHashMap<>();
    private final Map<Long, Unknown> unknown = new ConcurrentHashMap<>();

    private record Unknown(boolean likelyRolled, Instant until) {}

    ItemTypes(TypeQuestions questions, ItemTypeStore store, Clock clock) {
        this.questions = questions;
        this.store = store;
        this.clock = clock;
    }

    /// @param rolled types whose items are rolled
    /// @param likelyRolled types of which only the name is known, and it is like that of a rolled type
    /// @param unknown types of which it is not known now whether their items are rolled, including the likely
    ///     ones
    record Sorted(Set<Long> rolled, Set<Long> likelyRolled, Set<Long> unknown) {

        boolean mayBeRolled(long typeId) {
            return rolled.contains(typeId) || likelyRolled.contains(typeId);
        }
    }

    /// Sorts the types; asks the database and ESI only for types that are not in memory.
    ///
    /// @throws FetchFailedException suspended, when all calls to ESI pause or the service is stopping
    Sorted sort(Set<Long> typeIds) throws FetchFailedException {
        Set<Long> missing = new HashSet<>(typeIds);
        missing.removeIf(type -> rolled.containsKey(type) || isUnknownFor(type));
        try {
            if (!missing.isEmpty()) {
                batches.await(missing);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FetchFailedException(new Verdict.Suspended("The service is stopping"));
        }
        var sorted = new Sorted(new HashSet<>(), new HashSet<>(), new HashSet<>());
        for (Long type : typeIds) {
            Boolean answer = rolled.get(type);
            if (answer == null) {
                sorted.unknown().add(type);
                if (unknown.get(type) instanceof Unknown why && why.likelyRolled()) {
                    sorted.likelyRolled().add(type);
                }
            } else if (answer) {
                sorted.rolled().add(type);
            }
        }
        return sorted;
    }

    private void lookUp(Set<Long> typeIds, LongConsumer answered) throws FetchFailedException {
        Set<Long> missing = new HashSet<>(typeIds);
        missing.removeIf(rolled::containsKey);
        rolled.putAll(store.find(missing));
        missing.removeIf(rolled::containsKey);
        if (missing.isEmpty()) {
            return;
        }
        typeIds.stream().filter(rolled::containsKey).forEach(answered::accept);
        var answers = new TypeQuestions.Answers((type, isRolled) -> {
            rolled.put(type, isRolled);
            answered.accept(type);
        });
        try {
            questions.ask(missing, answers);
            missing.removeIf(answers.rolled()::containsKey);
            Instant now = clock.instant();
            missing.forEach(type -> unknown.put(
                    type,
                    new Unknown(
                            answers.likelyRolled().contains(type),
                            now.plus(answers.refused().contains(type) ? REFUSED : FAILED))));
        } finally {
            if (!answers.rolled().isEmpty()) {
                store.save(answers.rolled(), clock.instant());
                unknown.keySet().removeAll(answers.rolled().keySet());
            }
        }
    }

    private boolean isUnknownFor(Long type) {
        return unknown.get(type) instanceof Unknown why && clock.instant().isBefore(why.until());
    }
}
