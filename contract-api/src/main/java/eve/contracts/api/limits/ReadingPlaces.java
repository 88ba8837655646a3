package eve.contracts.api.limits;

import eve.contracts.api.contracts.ReadProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.AsyncHandlerInterceptor;

/// Bounds the reads that are at work at once by the connections for reading: 503 for a read that finds no place within
/// half a second, before it costs anything. A third of the places is kept for callers with a login, who are never refused
/// because of those without.
@Component
final class ReadingPlaces implements AsyncHandlerInterceptor {

    private static final long PATIENCE_MILLIS = 500;
    private static final String TAKEN = ReadingPlaces.class.getName();

    private final Semaphore anonymous;
    private final Semaphore known;
    private final Counter refused;

    ReadingPlaces(ReadProperties properties, MeterRegistry meters) {
        int forKnown = Math.max(1, properties.maximumPoolSize() / 3);
        this.known = new Semaphore(forKnown, true);
        this.anonymous = new Semaphore(properties.maximumPoolSize() - forKnown, true);
        this.refused = Refusals.counter(meters, "places");
    }

    private record Place(Semaphore of, AtomicBoolean left) {}

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws InterruptedException {
        if (Reads.isOne(request)) {
            var places = request.getUserPrincipal() == null ? anonymous : known;
            if (!places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                refused.increment();
                throw Refusals.problem(
                        HttpStatus.SERVICE_UNAVAILABLE, "Too many callers read at the same time; try again", 1);
            }
            request.setAttribute(TAKEN, new Place(places, new AtomicBoolean()));
        }
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        leave(request);
    }

    /// The answer is written by another thread, and the end of that may come without a further dispatch.
    @Override
    public void afterConcurrentHandlingStarted(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        request.getAsyncContext().addListener(new AsyncListener() {
            @Override
            public void onComplete(AsyncEvent event) {
                leave(request);
            }

            @Override
            public void onTimeout(AsyncEvent event) {}

            @Override
            public void onError(AsyncEvent event) {}

            @Override
            public void onStartAsync(AsyncEvent event) {}
        });
    }

    private static void leave(HttpServletRequest request) {
        if (request.getAttribute(TAKEN) instanceof Place place && place.left().compareAndSet(false, true)) {
            place.of().release();
        }
    }
}
