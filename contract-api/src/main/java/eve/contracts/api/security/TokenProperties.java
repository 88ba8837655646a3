package eve.contracts.api.security;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings for access tokens, which are accepted when spring.security.oauth2.resourceserver.jwt.issuer-uri
/// is set.
///
/// @param roleClaims the claims that may hold the roles OPERATOR and READER; a dot leads to a nested claim
@ConfigurationProperties("contracts.tokens")
record TokenProperties(
        @DefaultValue({"roles", "realm_access.roles"}) List<String> roleClaims) {}
