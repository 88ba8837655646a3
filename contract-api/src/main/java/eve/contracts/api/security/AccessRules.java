package eve.contracts.api.security;

import eve.contracts.api.problems.ProblemWriter;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.actuate.info.InfoEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;

/// The rules, by method: GET and HEAD read, everything else writes. A call that is added later is covered by them.
///
/// There is no session and no cookie. A browser that remembers the operator's login must still not be led to write by
/// another site: writing calls take `application/json` only, which no form can send, and no other origin is allowed to.
@Configuration(proxyBeanMethods = false)
class AccessRules {

    static final String OPERATOR = "OPERATOR";

    @Bean
    SecurityFilterChain accessRulesChain(HttpSecurity http, ReadingProperties reading, ProblemWriter problems) {
        AuthenticationEntryPoint who = (request, response, _) -> {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"contracts\", charset=\"UTF-8\"");
            problems.write(
                    request, response, HttpStatus.UNAUTHORIZED, "The operator's user name and password are needed");
        };
        AccessDeniedHandler denied = (request, response, _) ->
                problems.write(request, response, HttpStatus.FORBIDDEN, "The role " + OPERATOR + " is needed");
        return http.authorizeHttpRequests(rules -> {
                    rules.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll();
                    rules.requestMatchers(EndpointRequest.to(HealthEndpoint.class, InfoEndpoint.class))
                            .permitAll();
                    rules.requestMatchers(EndpointRequest.to("prometheus")).permitAll();
                    rules.requestMatchers(EndpointRequest.toAnyEndpoint()).denyAll();
                    for (var read : new HttpMethod[] {HttpMethod.GET, HttpMethod.HEAD}) {
                        rules.requestMatchers(read, "/", "/index.html", "/style.css")
                                .permitAll();
                        if (reading.open()) {
                            rules.requestMatchers(read, "/**").permitAll();
                        } else {
                            rules.requestMatchers(read, "/**").authenticated();
                        }
                    }
                    rules.anyRequest().hasRole(OPERATOR);
                })
                .httpBasic(basic -> basic.authenticationEntryPoint(who))
                .exceptionHandling(
                        failures -> failures.authenticationEntryPoint(who).accessDeniedHandler(denied))
                .headers(headers -> headers.contentSecurityPolicy(
                        policy -> policy.policyDirectives("default-src 'self'; frame-ancestors 'none'")))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return new KeyedHashPasswordEncoder();
    }

    @Bean
    InMemoryUserDetailsManager users(OperatorProperties operator, PasswordEncoder encoder) {
        if (operator.password().isBlank()) {
            throw new OperatorPasswordMissingException();
        }
        return new InMemoryUserDetailsManager(User.withUsername(operator.username())
                .password(encoder.encode(operator.password()))
                .roles(OPERATOR)
                .build());
    }
}
