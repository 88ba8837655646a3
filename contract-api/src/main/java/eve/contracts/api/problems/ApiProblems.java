package eve.contracts.api.problems;

import eve.contracts.database.DatabaseOutage;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/// Converts every failure of a call into a problem of a [ProblemKind], with a text of this service that says
/// what the caller can do; details of defects are only logged.
@RestControllerAdvice
class ApiProblems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ApiProblems.class);

    /// Handles all of Spring's own exceptions.
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var problem = problem(failure, status);
        if (problem.getStatus() == ProblemKind.DEFECT.status().value()) {
            log.error("A call failed", failure);
        }
        return super.handleExceptionInternal(
                failure, problem, headers, HttpStatusCode.valueOf(problem.getStatus()), request);
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(body, headers, status);
    }

    static ResponseEntity<Object> answer(ProblemDetail problem) {
        return answer(problem, new HttpHeaders(), HttpStatusCode.valueOf(problem.getStatus()));
    }

    private static ResponseEntity<Object> answer(@Nullable Object problem, HttpHeaders headers, HttpStatusCode status) {
        var all = new HttpHeaders();
        // The headers of Spring's exceptions are read-only.
        all.putAll(headers);
        all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        all.setCacheControl(CacheControl.noStore());
        return new ResponseEntity<>(problem, all, status);
    }

    private static ProblemDetail problem(Exception failure, HttpStatusCode status) {
        return switch (failure) {
            case HttpMessageNotReadableException unreadable -> StrictBodies.problem(unreadable);
            case TypeMismatchException mismatch -> mismatch(name(mismatch), mismatch);
            case MethodArgumentNotValidException invalid
            when invalid.getFieldError() != null -> {
                var field = invalid.getFieldError();
                yield mismatch(field.getField(), field.unwrap(TypeMismatchException.class));
            }
            case HttpRequestMethodNotSupportedException other -> {
                var methods = other.getSupportedMethods();
                yield ProblemKind.METHOD_NOT_ALLOWED.problem(
                        "This path takes " + String.join(", ", methods == null ? Set.of() : Set.of(methods)) + ", not "
                                + other.getMethod());
            }
            case HttpMediaTypeNotAcceptableException _ ->
                ProblemKind.NOT_ACCEPTABLE.problem("The header Accept does not allow what this call answers with");
            case ErrorResponse known when ProblemKind.isKindOf(known.getBody()) -> known.getBody();
            default -> {
                var kind = ProblemKind.of(status);
                yield kind.problem(kind.meaning() + " " + kind.remedy());
            }
        };
    }

    private static String name(TypeMismatchException failure) {
        return failure instanceof MethodArgumentTypeMismatchException argument
                ? argument.getName()
                : String.valueOf(failure.getPropertyName());
    }

    private static ProblemDetail mismatch(String parameter, TypeMismatchException failure) {
        return InvalidParameterException.problem(parameter, "must be " + StrictValues.form(failure.getRequiredType()));
    }

    @ExceptionHandler
    ResponseEntity<Object> unreadableParameters(org.apache.tomcat.util.http.InvalidParameterException failure) {
        return answer(unreadableParameters());
    }

    static ProblemDetail unreadableParameters() {
        return ProblemKind.MALFORMED_REQUEST.problem(
                "The query cannot be read: each parameter needs a name, and percent encoding in UTF-8");
    }

    @ExceptionHandler
    ResponseEntity<Object> tooSlow(QueryTimeoutException failure) {
        return unavailable(failure, "The database took too long; narrow the search, or try again");
    }

    @ExceptionHandler
    ResponseEntity<Object> refusedByTheDatabase(DataAccessException failure) {
        return DatabaseOutage.isBehind(failure) ? databaseOutOfReach(failure) : defect(failure);
    }

    /// Handles a missing connection for a transaction, and a rollback whose failure hides an earlier one.
    @ExceptionHandler
    ResponseEntity<Object> withoutTransaction(TransactionException failure) {
        return databaseOutOfReach(failure);
    }

    private static ResponseEntity<Object> databaseOutOfReach(RuntimeException failure) {
        return unavailable(failure, "The database cannot be used now; try again");
    }

    @ExceptionHandler
    ResponseEntity<Object> defect(Exception failure) {
        log.error("A call failed", failure);
        return answer(ProblemKind.DEFECT.problem("A defect in this service; its log says more"));
    }

    private static ResponseEntity<Object> unavailable(RuntimeException failure, String detail) {
        log.warn("{}: {}", detail, failure.toString());
        var kind = ProblemKind.DATABASE_UNAVAILABLE;
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "5");
        return answer(kind.problem(detail), headers, kind.status());
    }
}
