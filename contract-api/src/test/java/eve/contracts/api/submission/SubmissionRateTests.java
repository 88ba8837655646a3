package eve.contracts.api.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.web.ErrorResponseException;

class SubmissionRateTests {

    private final SubmissionRate rate = new SubmissionRate(properties(10_000, Duration.ofHours(1)));

    @Test
    void idsBeyondTheBoundAreRefusedAsAWholeAndToldWhenToComeAgain() {
        rate.take(9_000);

        var refused = catchThrowableOfType(ErrorResponseException.class, () -> rate.take(1_001));

        assertThat(refused.getStatusCode().value()).isEqualTo(429);
        assertThat(refused.getHeaders().getFirst("Retry-After")).isEqualTo("3600");
        assertThat(refused.getBody().getDetail()).contains("At most 10000 ids", "none of these was published");
        assertThatCode(() -> rate.take(1_000)).doesNotThrowAnyException();
    }

    private static SubmissionProperties properties(int ids, Duration period) {
        return new SubmissionProperties(ids, period, Duration.ofHours(24), 10_000_000);
    }

    @Test
    void aBoundThatNoFullCallFitsIsRefusedAtTheStart() {
        assertThatThrownBy(() -> properties(9_999, Duration.ofSeconds(1)))
                .hasMessageContaining("contracts.submission.ids must be 10000 or more");
    }
}
