package eve.contracts.api.problems;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Returns a problem detail where the container itself reports a failure, for instance one in a filter.
@Hidden
@RestController
class FailureOutsideOfCalls implements ErrorController {

    @RequestMapping("/error")
    ResponseEntity<Object> failed(HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof InvalidParameterException) {
            return ApiProblems.answer(ApiProblems.unreadableParameters());
        }
        var code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        if (code instanceof Integer status) {
            var kind = ProblemKind.of(HttpStatusCode.valueOf(status));
            var problem = kind.problem(kind.meaning());
            problem.setStatus(status);
            problem.setInstance(instance(request));
            return ApiProblems.answer(problem);
        }
        // A client called this path: there is no such call.
        return ApiProblems.answer(ProblemKind.NO_SUCH_CALL.problem(ProblemKind.NO_SUCH_CALL.meaning()));
    }

    /// Returns the path of the request; the default would be the path of this handler.
    private static @Nullable URI instance(HttpServletRequest request) {
        try {
            return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String path
                    ? new URI(path)
                    : null;
        } catch (URISyntaxException _) {
            return null;
        }
    }
}
