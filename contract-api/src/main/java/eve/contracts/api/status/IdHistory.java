package eve.contracts.api.status;

import eve.contracts.api.deadletters.DeadLetterState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Everything that is recorded of one id, read from one snapshot. Decides the status of the id.
///
/// The latest event of the id decides. A wait in a retry tier is over when the worker has passed its record. An
/// answer that changed nothing leaves no later row, so only in that case the worker's progress is read. An id
/// whose record in a tier, or on `contract-ids`, was passed without any other row is on its way to the next
/// tier. An id that is stored and published again keeps its stored status.
///
/// @param answer the answer that the worker stored, `null` when there is none
/// @param dead the latest dead letter
/// @param waits records in retry tiers, latest first
/// @param published the latest record that was published over HTTP, `null` when it was processed long ago
record IdHistory(
        long contractId,
        @Nullable Answer answer,
        @Nullable Dead dead,
        List<Wait> waits,
        @Nullable Publication published) {

    /// @param status STORED, CLOSED or UNAVAILABLE
    record Answer(
            IdStatus.Status status,
            @Nullable Long version,
            @Nullable String reason,
            Instant at) {}

    /// @param decidedAt `null` while there is no decision
    record Dead(
            DeadLetterState state,
            String reason,
            Instant at,
            @Nullable Instant decidedAt) {}

    record Wait(int tier, int partition, long offset, int attempts, Instant due, Instant at) {}

    /// @param topicId the id of the record's topic
    record Publication(int partition, long offset, String topicId, Instant at) {}

    /// @param passed whether the worker has processed a record; called only where it decides the status
    /// @param taken the same for a record on `contract-ids`
    IdStatus status(Predicate<Wait> passed, Predicate<Publication> taken) {
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
            // A replay always ends in an answer, and this one has none yet.
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

    /// @param publishedAgain when the id was published again, while that has no answer yet
    private IdStatus answered(@Nullable Instant publishedAgain) {
        return answer == null
                ? new IdStatus(contractId, IdStatus.Status.UNKNOWN, null, null, null, null, null, null, null)
                : new IdStatus(
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

    private IdStatus pending(Publication record) {
        return new IdStatus(
                contractId, IdStatus.Status.PENDING, version(), null, null, null, record.at(), answeredAt(), null);
    }

    private IdStatus retrying(int attempts, Instant due) {
        return new IdStatus(
                contractId, IdStatus.Status.RETRYING, version(), null, attempts, due, null, answeredAt(), null);
    }

    private IdStatus dead(Dead letter) {
        return new IdStatus(
                contractId,
                IdStatus.Status.DEAD,
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
