package eve.contracts.api.redrives;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The current state of a redrive.
///
/// @param selection the filter or ids of the request
/// @param canary the number of replays whose outcomes are awaited before the others are sent
/// @param deadLetters the number of selected dead letters
/// @param outcomes the number of dead letters with each outcome; with `pending` they add up to `deadLetters`
/// @param pending the number of undecided dead letters: they are decided while it runs, and stay as they are
///     once it was stopped
/// @param progress the share of the contracts that are processed, 0 to 1
/// @param eta when the last replay is due at the rate; absent once the redrive has ended
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
        Map<ReplayDecision, Long> outcomes,
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
        /// Every dead letter is decided, and Kafka has every replay; the worker has not processed all of them.
        SENT,
        /// The worker has processed every replay.
        DONE,
        /// An operator stopped it.
        CANCELLED,
        /// It stopped itself: too many replays came back dead.
        HALTED
    }

    /// The numbers of replays; a contract has one replay.
    ///
    /// @param sent acknowledged by Kafka; those neither answered nor died are still in progress
    /// @param unsent decided, and sent as soon as Kafka acknowledges them, even after a stop
    /// @param answered processed by the worker, and no dead letter
    /// @param died came back as dead letters
    /// @param refused can never be sent; their dead letters are quarantined
    @Schema(name = "ReplayCounts")
    record Replays(long sent, long unsent, long answered, long died, long refused) {

        long decided() {
            return sent + unsent + refused;
        }
    }
}
