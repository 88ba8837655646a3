package eve.contracts.api.problems;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Answers with a problem detail where the container itself reports a failure, for instance one in a filter.
@Hidden
@RestController
class FailureOutsideOfCalls implements ErrorController {

    @RequestMapping("/error")
    ResponseEntity<ProblemDetail> failed(HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof InvalidParameterException) {
            return ResponseEntity.badRequest().body(ApiProblems.unreadableParameters());
        }
        var code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        if (code instanceof Integer status) {
            return ResponseEntity.status(status).body(ProblemDetail.forStatus(status));
        }
        // Called from outside: there is no such call.
        throw new ErrorResponseException(HttpStatus.NOT_FOUND);
    }
}
