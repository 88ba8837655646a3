package eve.contracts.api.redrives;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A redrive as it stands.
///
/// @param selection the filter or ids, as asked for
/// @param canary replays whose outcomes are waited for before there are others
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
        Selection selection,
        int ratePerSecond,
        @Nullable Integer canary,
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

    @Schema(name = "RedriveState")
    enum State {
        RUNNING,
        /// Every dead letter is decided on, and Kafka has every replay; the worker is not done with all of them.
        SENT,
        /// The worker is done with every replay.
        DONE,
        /// An operator stopped it.
        CANCELLED,
        /// It stopped itself: too many replays came back dead.
        HALTED
    }

    /// One a contract.
    ///
    /// @param sent acknowledged by Kafka; those neither answered nor died are waited for
    /// @param unsent decided, and sent as soon as Kafka takes them, also after a stop
    /// @param answered the worker is done with them, and they are not dead
    /// @param died came back as dead letters
    /// @param refused can never be sent; their dead letters are quarantined
    @Schema(name = "ReplayCounts")
    record Replays(long sent, long unsent, long answered, long died, long refused) {

        long decided() {
            return sent + unsent + refused;
        }
    }
}
