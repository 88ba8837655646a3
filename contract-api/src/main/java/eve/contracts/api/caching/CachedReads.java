package eve.contracts.api.caching;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Sets `Cache-Control` for the calls with [CacheFor]: answers to calls without a login may be kept by any
/// cache, answers to calls with a login only by the caller's own cache, with revalidation. All other answers,
/// including problems, are `no-store`, which Spring Security sets.
@Component
final class CachedReads implements HandlerInterceptor, WebMvcConfigurer {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).order(2);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod call) {
            var kept = call.getMethodAnnotation(CacheFor.class);
            if (kept != null) {
                response.setHeader(
                        HttpHeaders.CACHE_CONTROL,
                        request.getUserPrincipal() == null ? "public, max-age=" + kept.seconds() : "private, no-cache");
            }
        }
        return true;
    }
}
