package eve.contracts.api.problems;

import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/// Reports an invalid value of a query parameter, a part of the path or a field of the body: 400, with its name
/// as `parameter`.
public final class InvalidParameterException extends ErrorResponseException {

    private static final int LONGEST_NAME = 80;

    /// @param detail what is wrong, and what is allowed; the sentence begins with the parameter's name
    public InvalidParameterException(String parameter, String detail) {
        this(ProblemKind.INVALID_PARAMETER, parameter, detail);
    }

    private InvalidParameterException(ProblemKind kind, String parameter, String detail) {
        super(kind.status(), problem(kind, parameter, detail), null);
    }

    /// @param detail why the cursor is not valid; the sentence begins with `cursor`
    public static InvalidParameterException cursor(String detail) {
        return new InvalidParameterException(ProblemKind.INVALID_CURSOR, "cursor", detail);
    }

    static ProblemDetail problem(String parameter, String detail) {
        return problem(ProblemKind.INVALID_PARAMETER, parameter, detail);
    }

    private static ProblemDetail problem(ProblemKind kind, String parameter, String detail) {
        var name = parameter.substring(0, Math.min(parameter.length(), LONGEST_NAME));
        var problem = kind.problem(name + " " + detail);
        problem.setProperty("parameter", name);
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
