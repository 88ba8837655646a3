package eve.contracts.aggregator.validation;

import eve.contracts.model.FailureReason;
import eve.contracts.model.GoneReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decides what an answer of ESI without usable content means. Answers that were cut off, or that a proxy sent,
/// are judged in `esi.client`.
///
/// Only ESI itself can say that a contract is gone or that a request will never be answered. An answer that is
/// not ESI's, or that is about the caller (401, most of 403, 405, 410 and so on), comes from software in
/// between and is temporary.
public final class AnswerRules {

    /// The subject of the answer. Only an answer about one contract can say that the contract is gone.
    public enum Subject {
        CONTRACT,
        /// One page of a region's listing. Gone then means: there is no such region, or no such page.
        LISTING,
        /// The roll of one item, or data about item types. Poison then means: ESI does not know it.
        ROLL,
        OTHER
    }

    private AnswerRules() {}

    /// Returns whether the status means that a limit is used up. It says nothing about the resource, nor
    /// whether ESI could have answered.
    public static boolean isOfLimits(int status) {
        return status == 420 || status == 429;
    }

    /// @param own whether the answer is ESI's own
    /// @param error ESI's own error text, the `error` field of the body; `null` without one
    /// @param saidAt when ESI said so
    public static Verdict.Incomplete judge(
            Subject subject, int status, boolean own, @Nullable String error, Instant saidAt) {
        String said = "ESI answered " + status + (error == null ? "" : " \"" + error + "\"");
        if (isOfLimits(status)) {
            return new Verdict.Suspended(said);
        }
        if (status >= 500 && !(subject == Subject.ROLL && status == 520 && own) || status == 408) {
            return new Verdict.Retry(FailureReason.ESI_SERVER_ERROR, said);
        }
        if (!own) {
            return new Verdict.Retry(FailureReason.ESI_BROKEN_ANSWER, said + ", but not in ESI's words");
        }
        return switch (subject) {
            case CONTRACT -> {
                GoneReason gone = gone(status, error);
                if (gone != null) {
                    yield new Verdict.Gone(gone, saidAt);
                }
                yield status == 400
                        ? new Verdict.Poison(FailureReason.ESI_REJECTED, said)
                        : new Verdict.Retry(FailureReason.ESI_REJECTED, said);
            }
            // When ESI refuses a listing, the ids searched for in it are not to blame.
            case LISTING ->
                status == 404
                        ? new Verdict.Gone(GoneReason.NOT_FOUND, saidAt)
                        : new Verdict.Retry(FailureReason.REGION_UNKNOWN, "No listing: " + said);
            case ROLL ->
                switch (status) {
                    // 520: not a dynamic item.
                    case 400, 404, 520 -> new Verdict.Poison(FailureReason.ESI_REJECTED, said);
                    default -> new Verdict.Retry(FailureReason.ESI_REJECTED, "No roll: " + said);
                };
            case OTHER -> new Verdict.Retry(FailureReason.ESI_REJECTED, said);
        };
    }

    /// 204, 404 and two bodies of 403 (esi-issues #1237, #1242, #1236); any other 403 is an error.
    private static @Nullable GoneReason gone(int status, @Nullable String error) {
        return switch (status) {
            case 204 -> GoneReason.EXPIRED_OR_ACCEPTED;
            case 404 -> GoneReason.NOT_FOUND;
            case 403 -> {
                if ("Contract accepted by player, requires authorization".equals(error)) {
                    yield GoneReason.ACCEPTED;
                }
                yield "Contract not public".equals(error) ? GoneReason.NOT_PUBLIC : null;
            }
            default -> null;
        };
    }
}
