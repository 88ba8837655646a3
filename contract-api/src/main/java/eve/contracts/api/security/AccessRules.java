package eve.contracts.api.security;

import eve.contracts.api.limits.PlacesFilter;
import eve.contracts.api.limits.Reads;
import eve.contracts.api.problems.ProblemWriter;
import jakarta.servlet.DispatcherType;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.info.InfoEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;

/// Defines the access rules by method: GET and HEAD read, everything else writes, except [Reads#QUERIES]. The
/// rules also cover calls that are added later. Reading needs a login where [ClosedReads] or the configuration
/// says so.
///
/// There are no sessions and no cookies. A browser that remembers the operator's login must not be made to
/// write by another site (CSRF): writing calls accept `application/json` only ([JsonWritesOnly]). No form can
/// send it, and a script of another origin needs a CORS permission for it, which [CrossOrigin] never gives: it
/// allows reading only.
@Configuration(proxyBeanMethods = false)
class AccessRules {

    static final String OPERATOR = "OPERATOR";
    static final String READER = "READER";

    static boolean reads(String method) {
        return HttpMethod.GET.matches(method) || HttpMethod.HEAD.matches(method);
    }

    /// The rules of the management port's endpoints: no login and no limits, because they are not for outside
    /// callers.
    @Bean
    @Order(1)
    SecurityFilterChain actuatorChain(HttpSecurity http, ProblemWriter problems) {
        var access = new AccessProblems(problems, false);
        return common(http.securityMatcher(EndpointRequest.toAnyEndpoint()), access)
                .authorizeHttpRequests(rules -> {
                    rules.requestMatchers(EndpointRequest.to(HealthEndpoint.class, InfoEndpoint.class))
                            .permitAll();
                    rules.requestMatchers(EndpointRequest.to("prometheus", "sbom"))
                            .permitAll();
                    rules.anyRequest().denyAll();
                })
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain accessRulesChain(
            HttpSecurity http,
            ReadingProperties reading,
            ProblemWriter problems,
            PlacesFilter places,
            ObjectProvider<JwtDecoder> tokens,
            TokenProperties tokenProperties,
            OAuth2ResourceServerProperties server) {
        boolean takesTokens = tokens.getIfAvailable() != null;
        var access = new AccessProblems(problems, takesTokens);
        common(http, access)
                .authorizeHttpRequests(rules -> {
                    rules.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll();
                    for (var read : new HttpMethod[] {HttpMethod.GET, HttpMethod.HEAD}) {
                        rules.requestMatchers(read, "/", "/index.html", "/style.css", "/problems", "/problems/*")
                                .permitAll();
                        rules.requestMatchers(read, ClosedReads.patterns()).hasAnyRole(READER, OPERATOR);
                        if (reading.open()) {
                            rules.requestMatchers(read, "/**").permitAll();
                        } else {
                            rules.requestMatchers(read, "/**").hasAnyRole(READER, OPERATOR);
                        }
                    }
                    var query = rules.requestMatchers(HttpMethod.POST, Reads.QUERIES);
                    if (reading.open()) {
                        query.permitAll();
                    } else {
                        query.hasAnyRole(READER, OPERATOR);
                    }
                    rules.anyRequest().hasRole(OPERATOR);
                })
                .httpBasic(basic -> basic.authenticationEntryPoint(access))
                .addFilter(CrossOrigin.filter(reading.open(), problems))
                .addFilterBefore(places, AuthorizationFilter.class)
                .addFilterAfter(new JsonWritesOnly(problems), AuthorizationFilter.class);
        if (takesTokens) {
            requireAudience(server.getJwt().getAudiences());
            takeTokens(http, tokenProperties, access);
        }
        return http.build();
    }

    private static HttpSecurity common(HttpSecurity http, AccessProblems access) {
        return http.exceptionHandling(
                        failures -> failures.authenticationEntryPoint(access).accessDeniedHandler(access))
                .headers(headers -> headers.contentSecurityPolicy(
                        policy -> policy.policyDirectives("default-src 'self'; frame-ancestors 'none'")))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable);
    }

    private static void takeTokens(HttpSecurity http, TokenProperties properties, AccessProblems access) {
        var holders = new TokenHolders(new TokenRoles(properties.roleClaims()));
        // An unavailable token issuer is not a defect of this service: the entry point answers it, and it is
        // not thrown.
        var failures = new AuthenticationEntryPointFailureHandler(access);
        failures.setRethrowAuthenticationServiceException(false);
        http.oauth2ResourceServer(server -> server.jwt(jwt -> jwt.jwtAuthenticationConverter(holders))
                .authenticationEntryPoint(access)
                .accessDeniedHandler(access)
                .withObjectPostProcessor(new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
                    @Override
                    public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                        filter.setAuthenticationFailureHandler(failures);
                        return filter;
                    }
                }));
    }

    /// @throws InsecureSettingException without an audience, because tokens issued for other services would be
    ///     accepted
    private static void requireAudience(List<String> audiences) {
        if (audiences.stream().allMatch(String::isBlank)) {
            throw new InsecureSettingException(
                    "Access tokens are taken, and no audience is set: tokens that were issued for other services would be"
                            + " taken too.",
                    "Set spring.security.oauth2.resourceserver.jwt.audiences (environment variable"
                            + " SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_AUDIENCES) to the audience that the issuer"
                            + " puts into tokens for this service.");
        }
    }
}
