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

/// Lets calls in as there are [Places]: 503 with `Retry-After` for the others, before they cost anything. To be put
/// where it is known who calls, and before anything is refused for lack of a login.
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
            // The service is being stopped.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The answer is written by another thread.
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
