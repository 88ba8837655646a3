package eve.contracts.api.security;

import org.springframework.security.core.AuthenticationException;

/// The address has sent too many wrong passwords: this one was not checked.
final class TooManyAttemptsException extends AuthenticationException {

    private final long seconds;

    /// @param seconds until the address may try again
    TooManyAttemptsException(long seconds) {
        super("Too many wrong passwords");
        this.seconds = seconds;
    }

    long seconds() {
        return seconds;
    }
}
