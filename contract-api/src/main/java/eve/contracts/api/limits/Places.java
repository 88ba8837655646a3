package eve.contracts.api.limits;

import eve.contracts.api.reading.ReadProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;

/// Limits the number of calls that run at the same time. All calls without a login share the anonymous places.
/// Reads with a login have their own places, a third of the reading connections. Writes with a login need no
/// place.
///
/// There are at most as many anonymous places as processors: more would only take processor time from
/// publishing and redrives.
@Component
final class Places {

    private static final long PATIENCE_MILLIS = 1_000;
    private static final String TAKEN = Places.class.getName();

    private final Semaphore anonymous;
    private final Semaphore known;
    private final Counter refused;

    Places(ReadProperties properties, MeterRegistry meters) {
        int forKnown = Math.max(1, properties.maximumPoolSize() / 3);
        int processors = Runtime.getRuntime().availableProcessors();
        this.known = new Semaphore(forKnown, true);
        this.anonymous = new Semaphore(Math.min(properties.maximumPoolSize() - forKnown, processors), true);
        this.refused = Refusals.counter(meters, "places");
    }

    private record Place(Semaphore of, AtomicBoolean left) {}

    /// @return whether the call may continue; `false` when no place became free within a second
    boolean take(HttpServletRequest request) throws InterruptedException {
        boolean hasLogin = request.getUserPrincipal() != null;
        if (hasLogin && !Reads.isOne(request)) {
            return true;
        }
        var places = hasLogin ? known : anonymous;
        if (!places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            refused.increment();
            return false;
        }
        request.setAttribute(TAKEN, new Place(places, new AtomicBoolean()));
        return true;
    }

    /// Returns the call's place, if it has one.
    static void leave(HttpServletRequest request) {
        if (request.getAttribute(TAKEN) instanceof Place place && place.left().compareAndSet(false, true)) {
            place.of().release();
        }
    }
}
