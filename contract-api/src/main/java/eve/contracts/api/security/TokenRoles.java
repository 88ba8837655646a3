package eve.contracts.api.security;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;

/// Reads the two roles of this service from the claims of a token; all other claims give no right.
///
/// @param claims the claims whose value is a list of names, or one text of names separated by spaces
record TokenRoles(List<String> claims) implements Converter<Jwt, Collection<GrantedAuthority>> {

    @Override
    public Collection<GrantedAuthority> convert(Jwt token) {
        return claims.stream()
                .flatMap(claim -> names(value(token, claim)))
                .filter(List.of(AccessRules.OPERATOR, AccessRules.READER)::contains)
                .distinct()
                .<GrantedAuthority>map(role -> new SimpleGrantedAuthority("ROLE_" + role))
                .toList();
    }

    private static @Nullable Object value(Jwt token, String claim) {
        Object value = token.getClaims();
        for (var name : claim.split("\\.")) {
            value = value instanceof Map<?, ?> inside ? inside.get(name) : null;
        }
        return value;
    }

    private static Stream<String> names(@Nullable Object value) {
        return switch (value) {
            case Collection<?> list -> list.stream().map(String::valueOf);
            case String text -> Arrays.stream(text.split(" "));
            case null, default -> Stream.empty();
        };
    }
}
