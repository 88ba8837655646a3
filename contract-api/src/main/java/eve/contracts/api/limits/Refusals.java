package eve.contracts.api.limits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/// What a read that is refused is answered with, and how it is counted.
final class Refusals {

    static Counter counter(MeterRegistry meters, String limit) {
        return Counter.builder("contracts.reads.refused")
                .description("Reads that were refused, by the limit that was reached")
                .tag("limit", limit)
                .register(meters);
    }

    /// @param seconds after which the call is worth repeating
    static ErrorResponseException problem(HttpStatus status, String detail, long seconds) {
        var failure = new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
        failure.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        return failure;
    }

    private Refusals() {}
}
