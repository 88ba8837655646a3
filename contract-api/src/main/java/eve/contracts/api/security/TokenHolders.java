package eve.contracts.api.security;

import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/// Returns the name of a token's holder, which is recorded with the holder's actions: the subject, or the
/// client if a token has no subject.
record TokenHolders(TokenRoles roles) implements Converter<Jwt, AbstractAuthenticationToken> {

    private static final int MAX_NAME = 200;

    @Override
    public AbstractAuthenticationToken convert(Jwt token) {
        return new JwtAuthenticationToken(token, roles.convert(token), name(token));
    }

    private static String name(Jwt token) {
        return Stream.of("sub", "client_id", "azp")
                .map(token::getClaimAsString)
                .filter(Objects::nonNull)
                .map(name -> name.replaceAll("\\p{Cntrl}", "?").strip())
                .filter(name -> !name.isEmpty())
                .map(name -> name.substring(0, Math.min(name.length(), MAX_NAME)))
                .findFirst()
                .orElse("a token without a name");
    }
}
