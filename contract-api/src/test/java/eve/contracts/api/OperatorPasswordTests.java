package eve.contracts.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class OperatorPasswordTests {

    @Test
    void withoutAPasswordTheServiceDoesNotStartAndSaysWhatToSet(CapturedOutput output) {
        assertThatThrownBy(() -> ContractApiApplication.application()
                        .run("--server.port=0", "--management.server.port=0", "--OPERATOR_PASSWORD= "))
                .isInstanceOf(Exception.class);

        assertThat(output)
                .contains("APPLICATION FAILED TO START", "Set the environment variable OPERATOR_PASSWORD")
                .doesNotContain("\tat eve.contracts");
    }

    @Test
    void tokensWithoutAnAudienceStopTheStartAndItSaysWhatToSet(CapturedOutput output) {
        assertThatThrownBy(() -> ContractApiApplication.application()
                        .run(
                                "--server.port=0",
                                "--management.server.port=0",
                                "--OPERATOR_PASSWORD=" + Caller.PASSWORD,
                                "--spring.security.oauth2.resourceserver.jwt.issuer-uri=http://localhost:1",
                                "--spring.security.oauth2.resourceserver.jwt.audiences= "))
                .isInstanceOf(Exception.class);

        assertThat(output)
                .contains("APPLICATION FAILED TO START", "Set spring.security.oauth2.resourceserver.jwt.audiences")
                .doesNotContain("\tat eve.contracts");
    }
}
