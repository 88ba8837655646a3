package eve.contracts.api.submission;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/// Kafka did not acknowledge all of a submission's ids: 503, with how many it did as `acknowledged`.
final class NotAcknowledgedException extends ErrorResponseException {

    private final int acknowledged;

    NotAcknowledgedException(int acknowledged, int of, Throwable cause) {
        super(HttpStatus.SERVICE_UNAVAILABLE, problem(acknowledged, of), cause);
        this.acknowledged = acknowledged;
        getHeaders().set(HttpHeaders.RETRY_AFTER, "5");
    }

    int acknowledged() {
        return acknowledged;
    }

    private static ProblemDetail problem(int acknowledged, int of) {
        var problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "Kafka acknowledged " + acknowledged + " of " + of
                        + " ids; publish all of them again: an id that comes twice does no harm");
        problem.setProperty("acknowledged", acknowledged);
        problem.setProperty("submitted", of);
        return problem;
    }
}
