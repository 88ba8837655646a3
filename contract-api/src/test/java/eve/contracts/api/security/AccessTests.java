package eve.contracts.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

@ApiTest
class AccessTests {

    /// Every route, and some that are none: a status of 400, 404, 405 or 415 means that the caller was let in.
    static final String ROUTES = """
            GET    | /                        | 200
            GET    | /style.css               | 200
            GET    | /api/contracts           | 200
            HEAD   | /api/contracts           | 200
            GET    | /api/contracts/404       | 404
            GET    | /api/contract-ids/1      | 200
            GET    | /nowhere                 | 404
            GET    | /error                   | 404
            POST   | /api/contract-ids        | 400
            POST   | /api/contracts           | 405
            PUT    | /api/contract-ids/1      | 405
            PATCH  | /api/contracts/404       | 405
            DELETE | /api/contracts/404       | 405
            POST   | /nowhere                 | 404
            POST   | /                        | 405
            """;

    @Autowired
    Caller caller;

    @Autowired
    InMemoryUserDetailsManager users;

    @Autowired
    PasswordEncoder encoder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ROUTES)
    void the_operator_is_let_in_everywhere(String method, String path, int status) {
        assertThat(call(caller.operator(), method, path).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ROUTES)
    void who_has_not_logged_in_can_read_and_nothing_else(String method, String path, int status) {
        var answer = call(caller, method, path);

        assertThat(answer.status()).isEqualTo(reads(method) ? status : 401);
        if (!reads(method)) {
            assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=\"contracts\"");
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.json().path("status").asInt()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ROUTES)
    void a_wrong_password_opens_nothing(String method, String path, int status) {
        assertThat(call(caller.as("operator:wrong"), method, path).status()).isEqualTo(401);
        assertThat(call(caller.as("operator:"), method, path).status()).isEqualTo(401);
        assertThat(call(caller.as("nobody:" + Caller.PASSWORD), method, path).status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ROUTES)
    void who_is_not_the_operator_can_read_and_nothing_else(String method, String path, int status) {
        users.createUser(User.withUsername("reader")
                .password(encoder.encode("reads"))
                .roles("READER")
                .build());
        try {
            var answer = call(caller.as("reader:reads"), method, path);

            assertThat(answer.status()).isEqualTo(reads(method) ? status : 403);
            if (!reads(method)) {
                assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
                assertThat(answer.json().path("detail").asString()).isEqualTo("The role OPERATOR is needed");
            }
        } finally {
            users.deleteUser("reader");
        }
    }

    @Test
    void no_call_leaves_a_session_or_a_cookie() {
        var answer = caller.operator().post("/api/contract-ids", "{}");

        assertThat(answer.response().headers().map()).doesNotContainKey("set-cookie");
    }

    @Test
    void another_origin_is_not_told_that_it_may_call() {
        var preflight = caller.request(
                        "/api/contract-ids",
                        "Origin",
                        "https://elsewhere.example",
                        "Access-Control-Request-Method",
                        "POST")
                .method("OPTIONS", BodyPublishers.noBody());

        assertThat(caller.send(preflight).header("Access-Control-Allow-Origin")).isEmpty();
    }

    private static boolean reads(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    private static Caller.Answer call(Caller caller, String method, String path) {
        var body = reads(method) ? BodyPublishers.noBody() : BodyPublishers.ofString("{}");
        return caller.send(
                caller.request(path).header("Content-Type", "application/json").method(method, body));
    }
}
