package eve.contracts.api.problems;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponseException;

/// Answers a call with a problem of a known kind.
public class ProblemException extends ErrorResponseException {

    /// @param detail what is wrong with this call
    public ProblemException(ProblemKind kind, String detail) {
        this(kind, detail, null);
    }

    public ProblemException(ProblemKind kind, String detail, @Nullable Throwable cause) {
        super(kind.status(), kind.problem(detail), cause);
    }

    /// @param seconds after which a repeated call may succeed
    public final ProblemException retryAfter(long seconds) {
        getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        return this;
    }

    /// Adds a member that this kind of problem has.
    protected final void member(String name, Object value) {
        getBody().setProperty(name, value);
    }
}
