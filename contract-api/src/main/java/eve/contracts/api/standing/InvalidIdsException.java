package eve.contracts.api.standing;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/// A request holds values that are no ids: 400, with the index of each as `invalid`. Nothing of it was done.
final class InvalidIdsException extends ErrorResponseException {

    /// @param index from 0, in `contractIds` as sent
    record InvalidId(int index, String reason) {}

    InvalidIdsException(List<InvalidId> invalid) {
        super(HttpStatus.BAD_REQUEST, problem(invalid), null);
    }

    private static ProblemDetail problem(List<InvalidId> invalid) {
        var problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST, invalid.size() + " of contractIds are no contract ids; nothing was done");
        problem.setProperty("parameter", "contractIds");
        problem.setProperty("invalid", invalid);
        return problem;
    }
}
