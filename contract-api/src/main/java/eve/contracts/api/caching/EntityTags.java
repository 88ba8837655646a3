package eve.contracts.api.caching;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.util.DigestUtils;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/// Adds an ETag over the bytes of the answer to open reads and the API description, and returns 304 to callers
/// that have the same bytes, for HEAD and GET. Spring's own filter supports neither HEAD nor `If-None-Match:
/// *`.
///
/// The ETag is over the bytes, not the version: an auction's expiry changes without a new version. It is weak,
/// and so the same for a compressed answer: Tomcat does not compress answers with a strong ETag. The answer is
/// buffered before its first byte is sent, so a slow reader holds no resources; large answers do not pass this
/// filter.
final class EntityTags extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var whole = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, whole);
        if (whole.getStatus() == HttpStatus.OK.value() && isRead(request)) {
            var tag = new ETag(DigestUtils.md5DigestAsHex(whole.getContentInputStream()), true);
            response.setHeader(HttpHeaders.ETAG, tag.formattedTag());
            response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
            if (response.getHeader(HttpHeaders.CACHE_CONTROL) == null) {
                response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
            }
            if (isKnown(request, tag)) {
                response.setStatus(HttpStatus.NOT_MODIFIED.value());
                return;
            }
        }
        whole.copyBodyToResponse();
    }

    private static boolean isRead(HttpServletRequest request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }

    private static boolean isKnown(HttpServletRequest request, ETag tag) {
        return Collections.list(request.getHeaders(HttpHeaders.IF_NONE_MATCH)).stream()
                .anyMatch(known -> known.strip().equals("*")
                        || ETag.parse(known).stream().anyMatch(other -> other.compare(tag, false)));
    }

    @Configuration(proxyBeanMethods = false)
    static class Registration {

        @Bean
        FilterRegistrationBean<EntityTags> entityTags() {
            var registration = new FilterRegistrationBean<>(new EntityTags());
            registration.addUrlPatterns("/api/contracts", "/api/contracts/*", "/api/contract-ids/*", "/v3/*");
            return registration;
        }
    }
}
