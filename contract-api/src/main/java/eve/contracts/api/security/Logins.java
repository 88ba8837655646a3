package eve.contracts.api.security;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/// Defines the users with a password: the operator, and a reader if one is configured.
@Configuration(proxyBeanMethods = false)
class Logins {

    private static final int SHORTEST = 12;

    @Bean
    PasswordEncoder passwordEncoder() {
        return new KeyedHashPasswordEncoder();
    }

    /// @throws InsecureSettingException when a password is missing or too short, or both users have the same
    ///     name
    @Bean
    InMemoryUserDetailsManager users(OperatorProperties operator, ReaderProperties reader, PasswordEncoder encoder) {
        if (operator.password().isBlank()) {
            throw new InsecureSettingException(
                    "The operator, who alone may publish ids, has no password, and there is no default for it.",
                    toSet("OPERATOR_PASSWORD", "contracts.operator.password"));
        }
        requireLength("operator", operator.password());
        var users = new InMemoryUserDetailsManager(
                user(operator.username(), operator.password(), AccessRules.OPERATOR, encoder));
        if (!reader.password().isBlank()) {
            requireLength("reader", reader.password());
            if (users.userExists(reader.username())) {
                throw new InsecureSettingException(
                        "The operator and the reader have the same user name.",
                        "Set READER_USERNAME (or the property contracts.reader.username) to another one.");
            }
            users.createUser(user(reader.username(), reader.password(), AccessRules.READER, encoder));
        }
        return users;
    }

    /// The only provider that checks passwords. Without it, Spring Security would create one without a limit on
    /// attempts.
    @Bean
    AuthenticationProvider guardedLogin(
            InMemoryUserDetailsManager users, PasswordEncoder encoder, MeterRegistry meters) {
        var passwords = new DaoAuthenticationProvider(users);
        passwords.setPasswordEncoder(encoder);
        return new GuardedLogin(passwords, new LoginAttempts(InstantSource.system(), meters));
    }

    private static void requireLength(String who, String password) {
        if (password.codePointCount(0, password.length()) < SHORTEST) {
            var name = who.toUpperCase(Locale.ROOT) + "_PASSWORD";
            throw new InsecureSettingException(
                    "The password of the " + who + " has fewer than " + SHORTEST + " characters.",
                    toSet(name, "contracts." + who + ".password"));
        }
    }

    private static String toSet(String variable, String property) {
        return "Set the environment variable " + variable + " (or the property " + property + ") to " + SHORTEST
                + " characters or more.";
    }

    private static UserDetails user(String name, String password, String role, PasswordEncoder encoder) {
        return User.withUsername(name)
                .password(encoder.encode(password))
                .roles(role)
                .build();
    }
}
