package eve.contracts.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;

class LoginAttemptsTests {

    private static final String ADDRESS = "192.0.2.1";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final LoginAttempts attempts = new LoginAttempts(() -> now, meters);
    private final AtomicInteger lookedAt = new AtomicInteger();

    @Test
    void afterSomeWrongPasswordsEachFurtherOneCostsTwiceTheWaitUpToABound() {
        failFreely();
        var waits = new ArrayList<Long>();
        for (int each = 0; each < 14; each++) {
            long wait = refused();
            waits.add(wait);
            now = now.plusSeconds(wait);
            wrong();
        }

        assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 900L, 900L, 900L, 900L);
    }

    @Test
    void aTryThatComesTooEarlyIsNotLookedAtThoughItMayBeRight() {
        failFreely();
        int before = lookedAt.get();

        assertThatThrownBy(this::right).isInstanceOf(TooManyAttemptsException.class);
        assertThat(lookedAt).hasValue(before);
        assertThat(meters.counter("contracts.logins", "result", "wrong").count())
                .isEqualTo(LoginAttempts.FREE);
        assertThat(meters.counter("contracts.logins", "result", "refused").count())
                .isEqualTo(1);

        now = now.plusSeconds(1);
        assertThat(right()).isEqualTo("in");
    }

    @Test
    void whoHasOneLoginCannotGuessAnotherInBetween() {
        for (int each = 1; each < LoginAttempts.FREE; each++) {
            wrong();
            right();
        }
        wrong();

        assertThat(refused()).isEqualTo(1);
    }

    @Test
    void manyTriesAtOnceAreNotMoreThanOneAfterTheOther() {
        var bad = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int each = 0; each < 300; each++) {
                threads.submit(() -> {
                    try {
                        attempts.attempt(ADDRESS, this::failing);
                    } catch (BadCredentialsException e) {
                        bad.incrementAndGet();
                    }
                });
            }
        }
        assertThat(bad).hasValue(LoginAttempts.FREE);
    }

    @Test
    void otherAddressesAreNotKeptWaitingAndAnHourWithoutAWrongPasswordIsANewBeginning() {
        failFreely();

        assertThat(attempts.<String>attempt("192.0.2.2", this::login)).isEqualTo("in");
        now = now.plus(LoginAttempts.MEMORY).plus(Duration.ofSeconds(1));
        failFreely();
        assertThat(refused()).isEqualTo(1);
    }

    @Test
    void aFailureThatIsNotTheCallersCountsForNothing() {
        for (int each = 0; each < 2 * LoginAttempts.FREE; each++) {
            assertThatThrownBy(() -> attempts.attempt(ADDRESS, () -> {
                        throw new InternalAuthenticationServiceException("away");
                    }))
                    .hasMessage("away");
        }
        assertThat(right()).isEqualTo("in");
    }

    private void failFreely() {
        for (int each = 0; each < LoginAttempts.FREE; each++) {
            wrong();
        }
    }

    private void wrong() {
        assertThatThrownBy(() -> attempts.attempt(ADDRESS, this::failing)).isInstanceOf(BadCredentialsException.class);
    }

    private long refused() {
        return catchThrowableOfType(TooManyAttemptsException.class, () -> attempts.attempt(ADDRESS, this::failing))
                .seconds();
    }

    private String right() {
        return attempts.attempt(ADDRESS, this::login);
    }

    private String login() {
        lookedAt.incrementAndGet();
        return "in";
    }

    private String failing() {
        lookedAt.incrementAndGet();
        throw new BadCredentialsException("wrong");
    }
}
