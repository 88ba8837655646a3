package eve.contracts.aggregator.validation;

import eve.contracts.model.FailureReason;
import eve.contracts.model.GoneReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The one place that decides what an answer of ESI without usable content means.
public final class AnswerRules {

    /// For whom the answer speaks: only an answer about one contract can say that the contract is gone.
    public enum Subject {
        CONTRACT,
        REGION,
        OTHER
    }

    private AnswerRules() {}

    /// @param error ESI's own words, the `error` field of the body, where there are any
    public static Verdict judge(Subject subject, int status, @Nullable String error, Instant now) {
        String said = "ESI answered " + status + (error == null ? "" : " \"" + error + "\"");
        GoneReason gone = subject == Subject.CONTRACT ? gone(status, error) : null;
        if (gone != null) {
            return new Verdict.Gone(gone, now);
        }
        return switch (status) {
            case 420, 429 -> new Verdict.Suspended(said);
            case 404 ->
                subject == Subject.REGION
                        ? new Verdict.Retry(FailureReason.ESI_INCONSISTENT_PAGES, said)
                        : new Verdict.Poison(FailureReason.ESI_REJECTED, said);
            default ->
                status >= 500
                        ? new Verdict.Retry(FailureReason.ESI_SERVER_ERROR, said)
                        : new Verdict.Poison(FailureReason.ESI_REJECTED, said);
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
