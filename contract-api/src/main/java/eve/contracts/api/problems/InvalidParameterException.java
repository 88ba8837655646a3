package eve.contracts.api.problems;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/// A parameter of the request has a value that cannot be served: 400, with the parameter's name as `parameter`.
public final class InvalidParameterException extends ErrorResponseException {

    /// @param detail what is wrong, and what is allowed; goes on after the parameter's name
    public InvalidParameterException(String parameter, String detail) {
        super(HttpStatus.BAD_REQUEST, problem(parameter, detail), null);
    }

    static ProblemDetail problem(String parameter, String detail) {
        var problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, parameter + " " + detail);
        problem.setProperty("parameter", parameter);
        return problem;
    }

    /// @return `id` itself
    /// @throws InvalidParameterException when no contract, region or type can have this id
    public static long requireId(String parameter, long id) {
        if (id <= 0) {
            throw new InvalidParameterException(parameter, "must be positive, not " + id);
        }
        return id;
    }
}
