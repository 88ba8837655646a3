package eve.contracts.aggregator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.aggregator.validation.AnswerRules.Subject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each answer without content means, in one table.
class AnswerRulesTests {

    @ParameterizedTest
    @CsvSource({
        "CONTRACT, 204, , Gone EXPIRED_OR_ACCEPTED",
        "CONTRACT, 404, Contract not found!, Gone NOT_FOUND",
        "CONTRACT, 403, 'Contract accepted by player, requires authorization', Gone ACCEPTED",
        "CONTRACT, 403, Contract not public, Gone NOT_PUBLIC",
        "CONTRACT, 403, Forbidden, Poison ESI_REJECTED",
        "CONTRACT, 403, , Poison ESI_REJECTED",
        "CONTRACT, 400, Ids are integers, Poison ESI_REJECTED",
        "CONTRACT, 408, , Retry ESI_SERVER_ERROR",
        "CONTRACT, 420, , Suspended",
        "CONTRACT, 429, , Suspended",
        "CONTRACT, 500, , Retry ESI_SERVER_ERROR",
        "CONTRACT, 520, , Retry ESI_SERVER_ERROR",
        "CONTRACT, 302, , Retry ESI_BROKEN_ANSWER",
        "LISTING, 404, Region not found, Gone NOT_FOUND",
        "LISTING, 400, , Poison ESI_REJECTED",
        "LISTING, 403, , Retry REGION_UNKNOWN",
        "LISTING, 204, , Retry REGION_UNKNOWN",
        "LISTING, 500, , Retry ESI_SERVER_ERROR",
        "ROLL, 404, , Poison ESI_REJECTED",
        "ROLL, 520, , Poison ESI_REJECTED",
        "ROLL, 500, , Retry ESI_SERVER_ERROR",
        "ROLL, 403, , Retry ESI_REJECTED",
        "OTHER, 404, Type not found!, Poison ESI_REJECTED",
        "OTHER, 503, , Retry ESI_SERVER_ERROR"
    })
    void anAnswerMeans(Subject subject, int status, @Nullable String error, String meaning) {
        Verdict verdict = AnswerRules.judge(subject, status, error, Instant.EPOCH);

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
