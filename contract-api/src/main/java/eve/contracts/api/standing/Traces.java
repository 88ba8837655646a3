package eve.contracts.api.standing;

import eve.contracts.api.deadletters.DeadLetterState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is recorded of one id, read at one moment; decides where the id stands.
///
/// The latest trace counts. A wait is over when the worker has passed its record, though an answer that changed
/// nothing leaves no later trace: only then is the worker asked how far it is. An id that left a tier, or
/// `contract-ids`, without any other trace is on its way to the next. One that is stored and published again is
/// stored all the while.
///
/// @param answer what the worker stored, `null` when it never did
/// @param dead the latest dead letter
/// @param waits records in retry tiers, latest first
/// @param published the latest record that came over HTTP, `null` when it is long dealt with
record Traces(
        long contractId,
        @Nullable Answer answer,
        @Nullable Dead dead,
        List<Wait> waits,
        @Nullable Publication published) {

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

    /// @param topicId of the topic that it is on
    record Publication(int partition, long offset, String topicId, Instant at) {}

    /// @param passed whether the worker is done with a record; asked only where it decides
    /// @param taken the same of a record on `contract-ids`
    Standing standing(Predicate<Wait> passed, Predicate<Publication> taken) {
        var last = published != null && isAfterEnds(published.at()) ? published : null;
        if (last != null && !taken.test(last)) {
            return answer == null || isDeadSince(answer) ? pending(last) : answered(last.at());
        }
        var waiting = waiting(passed);
        if (waiting.isPresent()) {
            return retrying(waiting.get().attempts(), waiting.get().due());
        }
        if (answer == null && dead == null && last != null) {
            return retrying(0, last.at());
        }
        if (dead == null || answer != null && !isDeadSince(answer)) {
            return answered(null);
        }
        return switch (dead.state()) {
            case OPEN, QUARANTINED -> dead(dead);
            case DISCARDED -> answer == null ? dead(dead) : answered(null);
            // Every replay ends in an answer, and there is none yet.
            case REPLAYED, FOLDED, ANSWERED ->
                answer == null && dead.decidedAt() != null ? retrying(0, dead.decidedAt()) : answered(null);
        };
    }

    private boolean isDeadSince(Answer answer) {
        return dead != null && dead.at().isAfter(answer.at());
    }

    private boolean isAfterEnds(Instant at) {
        return (dead == null || at.isAfter(dead.at())) && (answer == null || at.isAfter(answer.at()));
    }

    private Optional<Wait> waiting(Predicate<Wait> passed) {
        var later = waits.stream().filter(wait -> isAfterEnds(wait.at())).toList();
        return later.stream()
                .filter(Predicate.not(passed))
                .findFirst()
                .or(() -> answer == null ? later.stream().findFirst() : Optional.empty());
    }

    /// @param publishedAgain when, while that has no answer yet
    private Standing answered(@Nullable Instant publishedAgain) {
        return answer == null
                ? new Standing(contractId, Standing.Status.UNKNOWN, null, null, null, null, null, null, null)
                : new Standing(
                        contractId,
                        answer.status(),
                        answer.version(),
                        answer.reason(),
                        null,
                        null,
                        publishedAgain,
                        answer.at(),
                        null);
    }

    private Standing pending(Publication record) {
        return new Standing(
                contractId, Standing.Status.PENDING, version(), null, null, null, record.at(), answeredAt(), null);
    }

    private Standing retrying(int attempts, Instant due) {
        return new Standing(
                contractId, Standing.Status.RETRYING, version(), null, attempts, due, null, answeredAt(), null);
    }

    private Standing dead(Dead letter) {
        return new Standing(
                contractId,
                Standing.Status.DEAD,
                version(),
                letter.reason(),
                null,
                null,
                null,
                answeredAt(),
                letter.at());
    }

    private @Nullable Long version() {
        return answer == null ? null : answer.version();
    }

    private @Nullable Instant answeredAt() {
        return answer == null ? null : answer.at();
    }
}
