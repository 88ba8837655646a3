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

/// Calls every route of the service, including those of later packages, as each kind of caller.
@ApiTest
class RouteWalkTests {

    private static final TokenIssuer ISSUER = new TokenIssuer();

    @Autowired
    Caller caller;

    private final List<Route> routes = new ArrayList<>();

    /// @param method the method of one call
    /// @param path the path with values for its variables
    private record Route(RequestMethod method, String path) {

        boolean reads() {
            return method == RequestMethod.GET || method == RequestMethod.HEAD || isQuery();
        }

        /// Returns whether it only reads although it is a POST.
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
                    // A route without a method accepts all methods.
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
    void theWalkSeesTheRoutes() {
        assertThat(routes)
                .contains(
                        new Route(RequestMethod.POST, "/api/contract-ids"),
                        new Route(RequestMethod.GET, "/api/contracts/1"),
                        new Route(RequestMethod.GET, "/v3/api-docs"));
    }

    @Test
    void everybodyCanReadWhatIsOpenAndOnlyTheOperatorCanWrite() throws Exception {
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
    void whatAnotherSiteCanMakeABrowserSendIsRefusedWithTheOperatorsLoginToo() {
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
    void whoDidItIsKeptThoughATokenNeedNotNameASubject(@Nullable String subject, @Nullable String client, String name) {
        var operator = token(ISSUER.operator(subject, client));

        var begun = operator.post("/api/redrives", "{\"filter\":{\"contractId\":1},\"note\":\"x\"}");

        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
        assertThat(begun.json().path("createdBy").asString()).isEqualTo(name);
    }

    /// @param status the expected status; 0 for any answer to a caller that is let in
    private void expect(SoftAssertions all, Route route, String who, Caller as, int status) {
        var body = route.reads() && !route.isQuery() ? BodyPublishers.noBody() : BodyPublishers.ofString("{}");
        var answer = caller.send(as.request(route.path())
                .header("Content-Type", "application/json")
                // Each route has its own address, because wrong passwords make an address wait.
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
