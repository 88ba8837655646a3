package eve.contracts.api.standing;

import eve.contracts.api.deadletters.DeadLetterState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is recorded of one id, read at one moment; decides where the id stands.
///
/// The latest trace counts. A wait is over when the worker has passed its record, though an answer that
/// changed nothing leaves no later trace: only then is the worker asked how far it is. An id that left a
/// tier without any other trace is on its way to the next.
///
/// @param answer what the worker stored, `null` when it never did
/// @param dead the latest dead letter
/// @param waits records in retry tiers, latest first
record Traces(
        long contractId, @Nullable Answer answer, @Nullable Dead dead, List<Wait> waits) {

    /// @param status STORED, CLOSED or UNAVAILABLE
    record Answer(
            Standing.Status status,
            @Nullable Long version,
            @Nullable String reason,
            Instant at) {}

    /// @param decidedAt `null` while nothing was decided
    record Dead(
            DeadLetterState state,
            String reason,
            Instant at,
            @Nullable Instant decidedAt) {}

    record Wait(int tier, int partition, long offset, int attempts, Instant due, Instant at) {}

    /// @param passed whether the worker is done with a record; asked only where it decides
    Standing standing(Predicate<Wait> passed) {
        var waiting = waiting(passed);
        if (waiting.isPresent()) {
            return retrying(waiting.get().attempts(), waiting.get().due());
        }
        if (dead == null || (answer != null && !dead.at().isAfter(answer.at()))) {
            return answered();
        }
        return switch (dead.state()) {
            case OPEN, QUARANTINED -> dead(dead);
            case DISCARDED -> answer == null ? dead(dead) : answered();
            // Every replay ends in an answer, and there is none yet.
            case REPLAYED, FOLDED, ANSWERED ->
                answer == null && dead.decidedAt() != null ? retrying(0, dead.decidedAt()) : answered();
        };
    }

    private Optional<Wait> waiting(Predicate<Wait> passed) {
        var later = waits.stream()
                .filter(wait -> dead == null || wait.at().isAfter(dead.at()))
                .filter(wait -> answer == null || wait.at().isAfter(answer.at()))
                .toList();
        return later.stream()
                .filter(Predicate.not(passed))
                .findFirst()
                .or(() -> answer == null ? later.stream().findFirst() : Optional.empty());
    }

    private Standing answered() {
        return answer == null
                ? new Standing(contractId, Standing.Status.UNKNOWN, null, null, null, null, null)
                : new Standing(contractId, answer.status(), answer.version(), answer.reason(), null, null, answer.at());
    }

    private Standing retrying(int attempts, Instant due) {
        return new Standing(contractId, Standing.Status.RETRYING, version(), null, attempts, due, null);
    }

    private Standing dead(Dead letter) {
        return new Standing(contractId, Standing.Status.DEAD, version(), letter.reason(), null, null, letter.at());
    }

    private @Nullable Long version() {
        return answer == null ? null : answer.version();
    }
}
