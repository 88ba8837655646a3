package eve.contracts.aggregator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.aggregator.validation.AnswerRules.Subject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The meaning of each answer without content, in one table.
class AnswerRulesTests {

    @ParameterizedTest
    @CsvSource({
        "CONTRACT, 204, true, , Gone EXPIRED_OR_ACCEPTED",
        "CONTRACT, 404, true, Contract not found!, Gone NOT_FOUND",
        "CONTRACT, 403, true, 'Contract accepted by player, requires authorization', Gone ACCEPTED",
        "CONTRACT, 403, true, Contract not public, Gone NOT_PUBLIC",
        "CONTRACT, 403, true, Forbidden, Retry ESI_REJECTED",
        "CONTRACT, 400, true, Ids are integers, Poison ESI_REJECTED",
        "CONTRACT, 401, true, Unauthorized, Retry ESI_REJECTED",
        "CONTRACT, 410, true, Gone, Retry ESI_REJECTED",
        "CONTRACT, 451, true, Not here, Retry ESI_REJECTED",
        "CONTRACT, 204, false, , Retry ESI_BROKEN_ANSWER",
        "CONTRACT, 400, false, , Retry ESI_BROKEN_ANSWER",
        "CONTRACT, 401, false, , Retry ESI_BROKEN_ANSWER",
        "CONTRACT, 403, false, , Retry ESI_BROKEN_ANSWER",
        "CONTRACT, 404, false, , Retry ESI_BROKEN_ANSWER",
        "CONTRACT, 421, false, , Retry ESI_BROKEN_ANSWER",
        "CONTRACT, 431, false, , Retry ESI_BROKEN_ANSWER",
        "CONTRACT, 302, false, , Retry ESI_BROKEN_ANSWER",
        "CONTRACT, 408, false, , Retry ESI_SERVER_ERROR",
        "CONTRACT, 420, false, , Suspended",
        "CONTRACT, 429, false, , Suspended",
        "CONTRACT, 500, true, Unhandled, Retry ESI_SERVER_ERROR",
        "CONTRACT, 520, true, Undefined, Retry ESI_SERVER_ERROR",
        "LISTING, 404, true, Region not found, Gone NOT_FOUND",
        "LISTING, 404, false, , Retry ESI_BROKEN_ANSWER",
        "LISTING, 400, true, Invalid date, Retry REGION_UNKNOWN",
        "LISTING, 403, true, Forbidden, Retry REGION_UNKNOWN",
        "LISTING, 500, true, Unhandled, Retry ESI_SERVER_ERROR",
        "ROLL, 404, true, No such item, Poison ESI_REJECTED",
        "ROLL, 404, false, , Retry ESI_BROKEN_ANSWER",
        "ROLL, 520, true, Not dynamic, Poison ESI_REJECTED",
        "ROLL, 520, false, , Retry ESI_SERVER_ERROR",
        "ROLL, 500, true, Unhandled, Retry ESI_SERVER_ERROR",
        "ROLL, 403, true, Forbidden, Retry ESI_REJECTED",
        "OTHER, 404, true, Type not found!, Retry ESI_REJECTED",
        "OTHER, 503, false, , Retry ESI_SERVER_ERROR"
    })
    void anAnswerMeans(Subject subject, int status, boolean own, @Nullable String error, String meaning) {
        Verdict verdict = AnswerRules.judge(subject, status, own, error, Instant.EPOCH);

        assertThat(
                        switch (verdict) {
                            case Verdict.Gone gone -> "Gone " + gone.reason();
                            case Verdict.Poison poison -> "Poison " + poison.reason();
                            case Verdict.Retry retry -> "Retry " + retry.reason();
                            case Verdict.Suspended _ -> "Suspended";
                            case Verdict.Complete _ -> "Complete";
                        })
                .isEqualTo(meaning);
    }
}
