package eve.contracts.api.limits;

import eve.contracts.api.problems.ProblemKind;
import eve.contracts.api.problems.ProblemWriter;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// Admits a call if there is a place for it ([Places]), and rejects the others early with 503 and
/// `Retry-After`. It has to run after authentication and before any call is rejected for a missing login.
public final class PlacesFilter extends OncePerRequestFilter {

    private final Places places;
    private final ProblemWriter problems;

    PlacesFilter(Places places, ProblemWriter problems) {
        this.places = places;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!take(request)) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            problems.write(request, response, ProblemKind.BUSY, "There are too many calls at the same time; try again");
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new Leaving(request));
            } else {
                Places.leave(request);
            }
        }
    }

    private boolean take(HttpServletRequest request) {
        try {
            return places.take(request);
        } catch (InterruptedException _) {
            // The service is stopping.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Returns the place of an asynchronous call, whose answer another thread writes.
    private record Leaving(HttpServletRequest request) implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            Places.leave(request);
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
