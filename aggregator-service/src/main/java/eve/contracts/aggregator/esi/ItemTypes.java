package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.store.ItemTypeStore;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// Says which item types are rolled (mutated). What a type is does not change: ESI is asked once for each, and the
/// answer is kept in memory here and for all replicas in PostgreSQL.
///
/// A type that ESI does not describe is unknown for a while and holds no contract back.
@Component
class ItemTypes {

    /// ESI makes its types anew once a day.
    private static final Duration REFUSED = Duration.ofDays(1);

    private static final Duration FAILED = Duration.ofMinutes(10);

    private final TypeQuestions questions;
    private final ItemTypeStore store;
    private final Clock clock;
    private final TypeBatches batches = new TypeBatches(this::lookUp);
    private final Map<Long, Boolean> rolled = new ConcurrentHashMap<>();
    private final Map<Long, Instant> unknownUntil = new ConcurrentHashMap<>();

    ItemTypes(TypeQuestions questions, ItemTypeStore store, Clock clock) {
        this.questions = questions;
        this.store = store;
        this.clock = clock;
    }

    /// @param rolled those whose items are rolled
    /// @param unknown those of which that is not known now
    record Sorted(Set<Long> rolled, Set<Long> unknown) {}

    /// Asks the database and ESI only for types that are not in memory.
    ///
    /// @throws UnfitAnswerException suspended, when all calls to ESI pause or the service is stopping
    Sorted sort(Set<Long> typeIds) throws UnfitAnswerException {
        Set<Long> missing = new HashSet<>(typeIds);
        missing.removeIf(type -> rolled.containsKey(type) || isUnknownFor(type));
        try {
            if (!missing.isEmpty()) {
                batches.await(missing);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnfitAnswerException(new Verdict.Suspended("The service is stopping"));
        }
        Set<Long> yes = new HashSet<>();
        Set<Long> unknown = new HashSet<>();
        for (Long type : typeIds) {
            Boolean answer = rolled.get(type);
            if (answer == null) {
                unknown.add(type);
            } else if (answer) {
                yes.add(type);
            }
        }
        return new Sorted(yes, unknown);
    }

    private void lookUp(Set<Long> typeIds) throws UnfitAnswerException {
        Set<Long> missing = new HashSet<>(typeIds);
        missing.removeIf(rolled::containsKey);
        rolled.putAll(store.find(missing));
        missing.removeIf(rolled::containsKey);
        if (missing.isEmpty()) {
            return;
        }
        var answers = new TypeQuestions.Answers();
        try {
            questions.ask(missing, answers);
            missing.removeIf(answers.rolled()::containsKey);
            Instant now = clock.instant();
            missing.forEach(
                    type -> unknownUntil.put(type, now.plus(answers.refused().contains(type) ? REFUSED : FAILED)));
        } finally {
            if (!answers.rolled().isEmpty()) {
                store.save(answers.rolled(), clock.instant());
                rolled.putAll(answers.rolled());
                unknownUntil.keySet().removeAll(answers.rolled().keySet());
            }
        }
    }

    private boolean isUnknownFor(Long type) {
        Instant until = unknownUntil.get(type);
        return until != null && clock.instant().isBefore(until);
    }
}
