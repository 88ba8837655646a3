package eve.contracts.api.problems;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// Writes a problem detail as the answer where no controller is called, such as in a filter.
@Component
public final class ProblemWriter {

    private final HandlerExceptionResolver resolver;

    ProblemWriter(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver resolver) {
        this.resolver = resolver;
    }

    /// @param detail what is wrong with this call
    public void write(HttpServletRequest request, HttpServletResponse response, ProblemKind kind, String detail) {
        resolver.resolveException(request, response, null, new ProblemException(kind, detail));
    }
}
