package eve.contracts.api.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps the outcome of an expensive question for a while, a failure too, so that many who ask it cost as much as one.
/// Those who ask while it is being answered wait for that answer.
public final class Recent<T> {

    private final Supplier<T> question;
    private final Duration age;
    private final InstantSource clock;

    private @Nullable Known<T> known;

    /// @param age of an outcome at most
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

    /// @throws RuntimeException with which the question failed
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
