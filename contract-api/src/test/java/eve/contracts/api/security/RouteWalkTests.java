package eve.contracts.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Walks every route that the service has, those of later packages too, as everybody who may come along.
@ApiTest
class RouteWalkTests {

    private static final TokenIssuer ISSUER = new TokenIssuer();

    @Autowired
    Caller caller;

    private final List<Route> routes = new ArrayList<>();

    /// @param method of one call
    /// @param path with something in the place of its variables
    private record Route(RequestMethod method, String path) {

        boolean reads() {
            return method == RequestMethod.GET || method == RequestMethod.HEAD || isQuery();
        }

        /// Reads, though it is a POST.
        boolean isQuery() {
            return path.equals("/api/contract-ids/query");
        }

        boolean isOpen() {
            return reads() && !path.startsWith("/api/dead-letters") && !path.startsWith("/api/redrives");
        }
    }

    RouteWalkTests(@Autowired List<RequestMappingHandlerMapping> mappings) {
        for (var mapping : mappings) {
            mapping.getHandlerMethods().keySet().forEach(info -> {
                for (var path : info.getPatternValues()) {
                    var some = path.replaceAll("\\{[^}]*}", "1");
                    var methods = info.getMethodsCondition().getMethods();
                    // Without a method of its own a route takes all of them.
                    for (var method : methods.isEmpty() ? List.of(RequestMethod.GET, RequestMethod.POST) : methods) {
                        routes.add(new Route(method, some));
                    }
                }
            });
        }
    }

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry properties) {
        properties.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", ISSUER::url);
        properties.add("server.forward-headers-strategy", () -> "native");
        properties.add("spring.security.oauth2.resourceserver.jwt.audiences", () -> TokenIssuer.AUDIENCE);
    }

    @AfterAll
    static void close() {
        ISSUER.close();
    }

    @Test
    void the_walk_sees_the_routes() {
        assertThat(routes)
                .contains(
                        new Route(RequestMethod.POST, "/api/contract-ids"),
                        new Route(RequestMethod.GET, "/api/contracts/1"),
                        new Route(RequestMethod.GET, "/v3/api-docs"));
    }

    @Test
    void everybody_can_read_what_is_open_and_only_the_operator_can_write() throws Exception {
        var all = new SoftAssertions();
        for (var route : routes) {
            expect(all, route, "nobody", caller, route.isOpen() ? 0 : 401);
            expect(all, route, "reader", caller.reader(), route.reads() ? 0 : 403);
            expect(all, route, "token of a reader", token(ISSUER.withRole("READER")), route.reads() ? 0 : 403);
            expect(all, route, "token without a role", token(ISSUER.withoutRole()), route.isOpen() ? 0 : 403);
            expect(all, route, "wrong password", caller.as("operator:wrong"), 401);
            expect(all, route, "operator", caller.operator(), 0);
            expect(all, route, "token of an operator", token(ISSUER.withRole("OPERATOR")), 0);
            expect(all, route, "token of a realm's operator", token(ISSUER.withRealmRole("OPERATOR")), 0);
            for (var bad : ISSUER.bad().entrySet()) {
                expect(all, route, "token " + bad.getKey(), token(bad.getValue()), 401);
            }
        }
        all.assertAll();
    }

    @Test
    void what_another_site_can_make_a_browser_send_is_refused_with_the_operators_login_too() {
        var all = new SoftAssertions();
        routes.add(new Route(RequestMethod.POST, "/api/later/1/cancel"));
        routes.add(new Route(RequestMethod.POST, "/%61pi/later/1/cancel"));
        routes.add(new Route(RequestMethod.DELETE, "/elsewhere"));
        for (var route : routes.stream()
                .filter(route -> route.isQuery() || !route.reads())
                .toList()) {
            for (var type : List.of(
                    "",
                    "text/plain",
                    "text/plain; charset=application/json",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data; boundary=x",
                    "application/jsonp",
                    "no type")) {
                for (var body : List.of("", "{\"contractIds\":[1]}")) {
                    var request = caller.operator().request(route.path());
                    if (!type.isEmpty()) {
                        request.header("Content-Type", type);
                    }
                    var answer = caller.send(request.method(route.method().name(), BodyPublishers.ofString(body)));
                    all.assertThat(answer.status())
                            .as("%s as '%s'", route, type)
                            .isEqualTo(415);
                    all.assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
                }
            }
        }
        all.assertAll();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"somebody, a-client, somebody", "-, a-client, a-client", "-, -, a token without a name"})
    void who_did_it_is_kept_though_a_token_need_not_name_a_subject(
            @Nullable String subject, @Nullable String client, String name) {
        var operator = token(ISSUER.operator(subject, client));

        var begun = operator.post("/api/redrives", "{\"filter\":{\"contractId\":1},\"note\":\"x\"}");

        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
        assertThat(begun.json().path("createdBy").asString()).isEqualTo(name);
    }

    /// @param status expected; 0 for being let in, whatever comes of it
    private void expect(SoftAssertions all, Route route, String who, Caller as, int status) {
        var body = route.reads() && !route.isQuery() ? BodyPublishers.noBody() : BodyPublishers.ofString("{}");
        var answer = caller.send(as.request(route.path())
                .header("Content-Type", "application/json")
                // Wrong passwords keep their address waiting.
                .header("X-Forwarded-For", "203.0.113." + routes.indexOf(route))
                .method(route.method().name(), body));
        var seen = all.assertThat(answer.status()).as("%s as %s: %s", route, who, answer.body());
        if (status == 0) {
            seen.isNotIn(401, 403).isLessThan(500);
        } else {
            seen.isEqualTo(status);
        }
        if (answer.status() >= 400) {
            all.assertThat(answer.header("Content-Type")).as("%s", route).isEqualTo("application/problem+json");
            all.assertThat(answer.body()).doesNotContain("\\tat ", "Exception", Caller.PASSWORD, "org.springframework");
        }
        if (answer.status() == 401) {
            all.assertThat(answer.response().headers().allValues("WWW-Authenticate"))
                    .anySatisfy(challenge -> assertThat(challenge).startsWith("Basic realm="))
                    .anySatisfy(challenge -> assertThat(challenge).startsWith("Bearer realm="));
        }
        Map.of(
                        "X-Content-Type-Options", "nosniff",
                        "X-Frame-Options", "DENY",
                        "Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'")
                .forEach((name, value) -> all.assertThat(answer.header(name))
                        .as("%s of %s", name, route)
                        .isEqualTo(value));
        all.assertThat(answer.response().headers().map()).doesNotContainKeys("set-cookie", "server", "x-powered-by");
    }

    private Caller token(String token) {
        return caller.as("Bearer " + token);
    }
}
