package eve.contracts.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eve.contracts.api.Caller;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

class LoginTests {

    private final KeyedHashPasswordEncoder encoder = new KeyedHashPasswordEncoder();

    @ParameterizedTest
    @ValueSource(strings = {"x", "eleven char", "ｅｌｅｖｅｎ　ｃｈａｒ", "𓀀𓀁𓀂𓀃𓀄𓀅"})
    void aPasswordOfFewerThanTwelveCharactersStopsTheStartWhoeverHasIt(String password) {
        assertThatThrownBy(() -> users("operator", password, "reader", ""))
                .isInstanceOf(InsecureSettingException.class)
                .hasMessage("The password of the operator has fewer than 12 characters.")
                .extracting(failure -> ((InsecureSettingException) failure).action())
                .asString()
                .contains("OPERATOR_PASSWORD", "12 characters or more");
        assertThatThrownBy(() -> users("operator", Caller.PASSWORD, "reader", password))
                .hasMessage("The password of the reader has fewer than 12 characters.");
    }

    @Test
    void twoLoginsOfOneNameStopTheStart() {
        assertThatThrownBy(() -> users("Operator", Caller.PASSWORD, "operator", "another password"))
                .isInstanceOf(InsecureSettingException.class)
                .hasMessageContaining("same user name");
    }

    @Test
    void withoutAReadersPasswordThereIsNoReader() {
        assertThat(users("operator", Caller.PASSWORD, "reader", " ").userExists("reader"))
                .isFalse();
    }

    /// An unknown user name costs one comparison, like a wrong password.
    @ParameterizedTest
    @CsvSource({"operator", "reader", "nobody", "''"})
    void everyWrongLoginCostsTheSame(String name) {
        var compared = new AtomicInteger();
        var counting = new PasswordEncoder() {
            @Override
            public @Nullable String encode(@Nullable CharSequence password) {
                return encoder.encode(password);
            }

            @Override
            public boolean matches(@Nullable CharSequence password, @Nullable String encoded) {
                compared.incrementAndGet();
                return encoder.matches(password, encoded);
            }
        };
        var login = new Logins()
                .guardedLogin(
                        users("operator", Caller.PASSWORD, "reader", "another password"),
                        counting,
                        new SimpleMeterRegistry());

        assertThatThrownBy(() -> login.authenticate(
                        UsernamePasswordAuthenticationToken.unauthenticated(name, "a wrong password")))
                .isInstanceOf(BadCredentialsException.class);
        assertThat(compared).hasValue(1);
    }

    private InMemoryUserDetailsManager users(
            String operator, String operatorPassword, String reader, String readerPassword) {
        return new Logins()
                .users(
                        new OperatorProperties(operator, operatorPassword),
                        new ReaderProperties(reader, readerPassword),
                        encoder);
    }
}
