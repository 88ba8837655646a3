package eve.contracts.api.redrives;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A redrive as it stands.
///
/// @param selection the filter or ids, as asked for
/// @param deadLetters that were selected
/// @param outcomes what became of them; with `pending` they add up to `deadLetters`
/// @param pending not decided on: still to come while it runs, and left alone once it was stopped
/// @param progress share of the contracts that were dealt with, 0 to 1
/// @param eta when the last replay is due at the rate; absent once it has ended
/// @param endReason why it was stopped; absent when it was not
@JsonInclude(JsonInclude.Include.NON_NULL)
record Redrive(
        long id,
        State state,

        @JsonRawValue @Schema(implementation = Selection.class)
        String selection,

        int ratePerSecond,
        String note,
        String createdBy,
        Instant createdAt,
        long deadLetters,
        Map<Outcome, Long> outcomes,
        long pending,
        Replays replays,
        double progress,
        @Nullable Long etaSeconds,
        @Nullable Instant eta,
        @Nullable Instant endedAt,
        @Nullable String endedBy,
        @Nullable String endReason) {

    enum State {
        RUNNING,
        /// Every dead letter is decided on, every replay acknowledged.
        DONE,
        /// An operator stopped it.
        CANCELLED,
        /// It stopped itself: too many replays came back dead.
        HALTED
    }

    /// One a contract.
    ///
    /// @param sent acknowledged by Kafka
    /// @param unsent decided, and sent as soon as Kafka takes them, also after a stop
    /// @param refused Kafka will never take them; their dead letters are quarantined
    /// @param diedAgain came back as dead letters so far
    record Replays(long sent, long unsent, long refused, long diedAgain) {}
}
