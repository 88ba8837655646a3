package eve.contracts.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

@ApiTest
@TestPropertySource(properties = {"contracts.reading.open=false", "contracts.tokens.role-claims=groups"})
class ClosedReadingTokenTests {

    private static final TokenIssuer ISSUER = new TokenIssuer();

    @Autowired
    Caller caller;

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry properties) {
        properties.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", ISSUER::url);
        properties.add("spring.security.oauth2.resourceserver.jwt.audiences[0]", () -> TokenIssuer.AUDIENCE);
    }

    /// The first call needs the issuer; after the issuer has stopped, a token needs a key that was never
    /// fetched.
    @Test
    void readingNeedsARoleFromTheConfiguredClaimAndAnIssuerOutOfReachIsTold() throws Exception {
        assertThat(read(ISSUER.withoutRole()).status()).as("groups").isEqualTo(200);
        assertThat(read(ISSUER.withRole("READER")).status()).as("another claim").isEqualTo(403);
        assertThat(read(ISSUER.withRole("READER")).json().path("detail").asString())
                .isEqualTo("The role READER or OPERATOR is needed");
        assertThat(caller.get("/v3/api-docs").status()).as("nobody").isEqualTo(401);
        ISSUER.close();

        var unknownKey = read(new TokenIssuer().withUnknownKey(ISSUER.url()));

        assertThat(unknownKey.status()).as(unknownKey.body()).isEqualTo(503);
        assertThat(unknownKey.header("Retry-After")).isEqualTo("5");
        assertThat(unknownKey.header("Content-Type")).isEqualTo("application/problem+json");
    }

    private Caller.Answer read(String token) {
        return caller.as("Bearer " + token).get("/api/contracts");
    }
}
