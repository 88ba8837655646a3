package eve.contracts.api.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A local issuer of access tokens with its own keys. It also creates invalid tokens, which the service must
/// reject.
final class TokenIssuer implements AutoCloseable {

    static final String AUDIENCE = "contracts";

    private final HttpServer server;
    private final RSAKey key = newKey();
    /// Another key with the same key id, as a forger would use it.
    private final RSAKey forged = newKey();

    TokenIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(exchange, "{\"issuer\":\"" + url() + "\",\"jwks_uri\":\"" + url() + "/keys\"}"));
        server.createContext("/keys", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    String withRole(String role) {
        return signed(claims -> claims.claim("roles", List.of(role, "something-else")));
    }

    String operator(@Nullable String subject, @Nullable String client) {
        return signed(claims -> claims.subject(subject).claim("azp", client).claim("roles", List.of("OPERATOR")));
    }

    /// Returns a token with a realm role in Keycloak's format.
    String withRealmRole(String role) {
        return signed(claims -> claims.claim("realm_access", Map.of("roles", List.of(role))));
    }

    String withoutRole() {
        return signed(claims -> claims.claim("scope", "OPERATOR").claim("groups", List.of("OPERATOR")));
    }

    /// Returns a token signed with a key that the other issuer never published.
    String withUnknownKey(String issuer) throws JOSEException {
        var own = new RSAKeyGenerator(2048).keyID("unknown").generate();
        return sign(
                own, new JWTClaimsSet.Builder(claims().build()).issuer(issuer).build());
    }

    /// Returns invalid tokens by what is wrong with them; each would make its bearer the operator.
    Map<String, String> bad() throws JOSEException {
        var operator = claims().claim("roles", List.of("OPERATOR")).build();
        var expired = new JWTClaimsSet.Builder(operator)
                .expirationTime(Date.from(Instant.now().minusSeconds(120)))
                .build();
        var early = new JWTClaimsSet.Builder(operator)
                .notBeforeTime(Date.from(Instant.now().plusSeconds(600)))
                .build();
        var parts = withRole("READER").split("\\.");
        var hmac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("key").build(), operator);
        hmac.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        return Map.of(
                "forged", sign(forged, operator),
                "expired", sign(key, expired),
                "not valid yet", sign(key, early),
                "of another issuer",
                        sign(
                                key,
                                new JWTClaimsSet.Builder(operator)
                                        .issuer("http://elsewhere")
                                        .build()),
                "for another service",
                        sign(
                                key,
                                new JWTClaimsSet.Builder(operator)
                                        .audience("wallet")
                                        .build()),
                "without algorithm", new PlainJWT(operator).serialize(),
                "signed with the public key as a secret", hmac.serialize(),
                "changed", parts[0] + "." + sign(forged, operator).split("\\.")[1] + "." + parts[2],
                "none at all", "eyJ.eyJ.x");
    }

    private String signed(UnaryOperator<JWTClaimsSet.Builder> claims) {
        return sign(key, claims.apply(claims()).build());
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(AUDIENCE)
                .subject("somebody")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    private static String sign(RSAKey key, JWTClaimsSet claims) {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("key").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        var body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
