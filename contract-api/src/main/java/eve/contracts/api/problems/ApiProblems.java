package eve.contracts.api.problems;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Turns every failure of a call into a problem detail that says what the caller can do; details of defects stay in the
/// log.
@RestControllerAdvice
class ApiProblems extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ApiProblems.class);

    private static final Map<Class<?>, String> EXPECTED =
            Map.of(long.class, "a whole number", Long.class, "a whole number", Integer.class, "a whole number");

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (failure instanceof MethodArgumentTypeMismatchException argument) {
            var expected = argument.getRequiredType() == null
                    ? "something else"
                    : EXPECTED.getOrDefault(argument.getRequiredType(), "a number");
            var problem = InvalidParameterException.problem(argument.getName(), "must be " + expected);
            return handleExceptionInternal(failure, problem, headers, status, request);
        }
        return super.handleTypeMismatch(failure, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var detail = switch (failure.getCause()) {
            case UnrecognizedPropertyException unknown -> "The body has an unknown field: " + unknown.getPropertyName();
            case StreamReadException broken -> "The body is not JSON: " + broken.getOriginalMessage();
            case null, default -> "The body is missing, or is not of the documented form";
        };
        return handleExceptionInternal(
                failure, ProblemDetail.forStatusAndDetail(status, detail), headers, status, request);
    }

    @ExceptionHandler
    ResponseEntity<Object> unreadableParameters(org.apache.tomcat.util.http.InvalidParameterException failure) {
        return ResponseEntity.badRequest().body(unreadableParameters());
    }

    static ProblemDetail unreadableParameters() {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST,
                "The query cannot be read: each parameter needs a name, and percent encoding in UTF-8");
    }

    @ExceptionHandler
    ResponseEntity<Object> tooSlow(QueryTimeoutException failure) {
        return unavailable(failure, "The database took too long; narrow the search, or try again");
    }

    @ExceptionHandler({
        CannotCreateTransactionException.class,
        NonTransientDataAccessResourceException.class,
        TransientDataAccessException.class
    })
    ResponseEntity<Object> databaseOutOfReach(RuntimeException failure) {
        return unavailable(failure, "The database is out of reach; try again");
    }

    @ExceptionHandler
    ResponseEntity<Object> defect(Exception failure) {
        LOG.error("A call failed", failure);
        return ResponseEntity.internalServerError()
                .body(ProblemDetail.forStatusAndDetail(
                        HttpStatus.INTERNAL_SERVER_ERROR, "A defect in this service; its log says more"));
    }

    private static ResponseEntity<Object> unavailable(RuntimeException failure, String detail) {
        LOG.warn("{}: {}", detail, failure.toString());
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "5")
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, detail));
    }
}
