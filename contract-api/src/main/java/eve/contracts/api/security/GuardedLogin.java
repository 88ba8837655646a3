package eve.contracts.api.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/// Checks passwords with the given provider, if the caller's address may try.
record GuardedLogin(AuthenticationProvider passwords, LoginAttempts attempts) implements AuthenticationProvider {

    @Override
    public @Nullable Authentication authenticate(Authentication login) {
        var address = login.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
        return attempts.attempt(address, () -> passwords.authenticate(login));
    }

    @Override
    public boolean supports(Class<?> login) {
        return passwords.supports(login);
    }
}
