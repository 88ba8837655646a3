package eve.contracts.api.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Caches the result or the failure of an expensive query for a short time, so that many callers cost as much
/// as one. Callers that come while the query runs wait for its result.
public final class Recent<T> {

    private final Supplier<T> question;
    private final Duration age;
    private final InstantSource clock;

    private @Nullable Known<T> known;

    /// @param age the maximum age of a result
    public Recent(Supplier<T> question, Duration age, InstantSource clock) {
        this.question = question;
        this.age = age;
        this.clock = clock;
    }

    private record Known<T>(@Nullable T answer, @Nullable RuntimeException failure, Instant at) {

        T get() {
            if (answer == null) {
                throw failure == null ? new IllegalStateException() : failure;
            }
            return answer;
        }
    }

    /// @throws RuntimeException the failure of the query
    public synchronized T get() {
        if (known == null || known.at().plus(age).isBefore(clock.instant())) {
            known = ask();
        }
        return known.get();
    }

    private Known<T> ask() {
        try {
            return new Known<>(question.get(), null, clock.instant());
        } catch (RuntimeException e) {
            return new Known<>(null, e, clock.instant());
        }
    }
}
