package eve.contracts.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiReplica;
import eve.contracts.api.Caller;
import eve.contracts.schema.MigratedDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// Guesses the operator's password over HTTP, as fast as the service answers.
@ExtendWith(OutputCaptureExtension.class)
class GuessingTests {

    private static final int TRIES = 300;

    @Test
    void guessingEndsInWaitingForTheGuessersAddressAlone(CapturedOutput output) throws Exception {
        try (var api = ApiReplica.start(MigratedDatabase.create(), "server.forward-headers-strategy=native")) {
            var begin = System.nanoTime();
            var answers = guess(api.caller());
            long seconds = (System.nanoTime() - begin) / 1_000_000_000;

            // After the fifth attempt there is one in the first second, one in the next two, the next four, ...
            long looked =
                    answers.stream().filter(answer -> answer.status() == 401).count();
            assertThat(looked).isBetween(5L, 6 + (long) (Math.log(seconds + 1.0) / Math.log(2)));
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.status()).isIn(401, 429);
                if (answer.status() == 429) {
                    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 900);
                    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
                    assertThat(answer.header("WWW-Authenticate")).isEmpty();
                }
            });
            assertThat(from("203.0.113.7", api.caller().operator()).status())
                    .as("the right password from there")
                    .isEqualTo(429);
            assertThat(from("203.0.113.8", api.caller().operator()).status())
                    .as("from elsewhere")
                    .isEqualTo(200);
            assertThat(from("203.0.113.7", api.caller()).status())
                    .as("reading from there")
                    .isEqualTo(200);
            assertThat(api.management().get("/actuator/prometheus").body())
                    .contains(
                            "contracts_logins_total{result=\"wrong\"} " + looked + ".0",
                            "contracts_logins_total{result=\"refused\"}");
            assertThat(output)
                    .containsPattern(
                            "WARN .* 5 wrong passwords came from 203\\.0\\.113\\.7; its next try is looked at in 1 s")
                    .doesNotContain("guess-number-", Caller.PASSWORD);
        }
    }

    private static List<Caller.Answer> guess(Caller caller) throws Exception {
        try (var threads = Executors.newFixedThreadPool(16)) {
            var tries = new ArrayList<Callable<Caller.Answer>>();
            for (int each = 0; each < TRIES; each++) {
                var guess = caller.as("operator:guess-number-" + each);
                tries.add(() -> from("203.0.113.7", guess));
            }
            var answers = new ArrayList<Caller.Answer>();
            for (var answer : threads.invokeAll(tries)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private static Caller.Answer from(String address, Caller caller) {
        return caller.get("/api/contracts", "X-Forwarded-For", address);
    }
}
