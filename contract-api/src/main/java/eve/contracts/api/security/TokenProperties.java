package eve.contracts.api.security;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How access tokens are read; they are taken when spring.security.oauth2.resourceserver.jwt.issuer-uri is set.
///
/// @param roleClaims claims that may hold the roles OPERATOR and READER, a dot leading into a claim
@ConfigurationProperties("contracts.tokens")
record TokenProperties(
        @DefaultValue({"roles", "realm_access.roles"}) List<String> roleClaims) {}
