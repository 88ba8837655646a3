package eve.contracts.api.security;

import eve.contracts.api.limits.Reads;
import eve.contracts.api.problems.ProblemKind;
import eve.contracts.api.problems.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/// Allows pages of any origin to read what needs no login, without credentials (CORS). For all other calls a
/// preflight is rejected, and answers have no CORS headers.
final class CrossOrigin extends DefaultCorsProcessor {

    private final ProblemWriter problems;

    private CrossOrigin(ProblemWriter problems) {
        this.problems = problems;
    }

    /// @param open whether reading needs no login
    static CorsFilter filter(boolean open, ProblemWriter problems) {
        RequestMatcher closed = new OrRequestMatcher(Arrays.stream(ClosedReads.patterns())
                .<RequestMatcher>map(PathPatternRequestMatcher::pathPattern)
                .toList());
        var reads = reads(HttpMethod.GET, HttpMethod.HEAD);
        var queries = reads(HttpMethod.POST);
        var filter = new CorsFilter(request -> !open || !isReadOrPreflight(request) || closed.matches(request)
                ? null
                : Reads.isQuery(HttpMethod.POST.name(), request.getServletPath()) ? queries : reads);
        filter.setCorsProcessor(new CrossOrigin(problems));
        return filter;
    }

    private static CorsConfiguration reads(HttpMethod... methods) {
        var reads = new CorsConfiguration();
        reads.setAllowedOrigins(List.of(CorsConfiguration.ALL));
        reads.setAllowedMethods(Arrays.stream(methods).map(HttpMethod::name).toList());
        reads.setAllowedHeaders(List.of(
                HttpHeaders.ACCEPT,
                HttpHeaders.CACHE_CONTROL,
                HttpHeaders.CONTENT_TYPE,
                HttpHeaders.IF_NONE_MATCH,
                HttpHeaders.PRAGMA,
                "traceparent",
                "tracestate"));
        reads.setExposedHeaders(List.of(
                HttpHeaders.ETAG,
                HttpHeaders.LINK,
                HttpHeaders.LOCATION,
                HttpHeaders.RETRY_AFTER,
                "RateLimit",
                "RateLimit-Policy"));
        reads.setMaxAge(Duration.ofHours(1));
        return reads;
    }

    /// Writes are not checked here: one with the header Origin may come from a page of this service behind a
    /// proxy.
    private static boolean isReadOrPreflight(HttpServletRequest request) {
        return AccessRules.reads(request.getMethod())
                || Reads.isQuery(request.getMethod(), request.getServletPath())
                || CorsUtils.isPreFlightRequest(request);
    }

    @Override
    public boolean processRequest(
            @Nullable CorsConfiguration config, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean offered = config != null || !CorsUtils.isPreFlightRequest(request);
        boolean allowed = offered && super.processRequest(config, request, response);
        if (!allowed) {
            problems.write(
                    request,
                    response,
                    ProblemKind.ORIGIN_NOT_ALLOWED,
                    "Pages of other origins may only read what needs no login, without sending one");
        }
        return allowed;
    }

    /// `processRequest` writes the answer.
    @Override
    protected void rejectRequest(ServerHttpResponse response) {}
}
