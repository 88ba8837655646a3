package eve.contracts.api.security;

import eve.contracts.api.limits.ByAddress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.BadCredentialsException;

/// Slows down password guessing: after [#FREE] wrong passwords an address has to wait before its next attempt.
/// The wait begins with one second and doubles with each further wrong password, up to [#LONGEST].
///
/// An attempt that comes too early is rejected without a check, even with the right password, and does not
/// extend the wait. A right password does not reset the count: otherwise the owner of one login could guess
/// another without limit. An address that sent no wrong password for [#MEMORY] starts again.
final class LoginAttempts {

    static final int FREE = 5;
    static final Duration LONGEST = Duration.ofMinutes(15);
    static final Duration MEMORY = Duration.ofHours(1);

    private static final Logger log = LoggerFactory.getLogger(LoginAttempts.class);

    private final ByAddress<Attempts> addresses = new ByAddress<>(Attempts::new);
    private final InstantSource clock;
    private final Counter wrong;
    private final Counter refused;

    LoginAttempts(InstantSource clock, MeterRegistry meters) {
        this.clock = clock;
        this.wrong = counter(meters, "wrong");
        this.refused = counter(meters, "refused");
    }

    /// Runs the attempts of one address one after the other, so that parallel attempts cannot exceed [#FREE].
    ///
    /// @throws TooManyAttemptsException when the address has to wait
    <T> T attempt(String address, Supplier<T> login) {
        return addresses.of(address).attempt(address, login);
    }

    private final class Attempts {

        private int failures;
        private Instant last = Instant.EPOCH;
        private Instant closedUntil = Instant.EPOCH;

        synchronized <T> T attempt(String address, Supplier<T> login) {
            var now = clock.instant();
            if (now.isBefore(closedUntil)) {
                refused.increment();
                throw new TooManyAttemptsException(
                        Duration.between(now, closedUntil).plusMillis(999).toSeconds());
            }
            try {
                return login.get();
            } catch (BadCredentialsException e) {
                fail(address, now);
                throw e;
            }
        }

        private void fail(String address, Instant now) {
            wrong.increment();
            failures = last.plus(MEMORY).isBefore(now) ? 1 : failures + 1;
            last = now;
            if (failures >= FREE) {
                var wait = Duration.ofSeconds(1L << Math.min(failures - FREE, 20));
                var bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
                closedUntil = now.plus(bounded);
                log.warn(
                        "{} wrong passwords came from {}; its next try is looked at in {} s",
                        failures,
                        address.replaceAll("[^0-9A-Za-z.:%-]", "?"),
                        bounded.toSeconds());
            }
        }
    }

    private static Counter counter(MeterRegistry meters, String result) {
        return Counter.builder("contracts.logins")
                .description("Logins by password that failed: wrong, or refused after too many wrong ones")
                .tag("result", result)
                .register(meters);
    }
}
