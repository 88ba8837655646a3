package eve.contracts.api.limits;

import eve.contracts.api.problems.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Puts the limits where they belong: the filter of the places is part of the security filters, the rate is counted
/// before each call.
@Configuration(proxyBeanMethods = false)
class ReadingLimits implements WebMvcConfigurer {

    private final ReadingRate rate;

    ReadingLimits(ReadingRate rate) {
        this.rate = rate;
    }

    @Bean
    static PlacesFilter placesFilter(Places places, ProblemWriter problems) {
        return new PlacesFilter(places, problems);
    }

    /// Not once more by the container.
    @Bean
    static FilterRegistrationBean<PlacesFilter> placesFilterOfTheSecurityFilters(PlacesFilter filter) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setEnabled(false);
        return registration;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new Leaving());
        registry.addInterceptor(rate);
    }

    /// When the answer is complete, the work is done: a slow reader of it keeps no place.
    private static final class Leaving implements HandlerInterceptor {

        @Override
        public void afterCompletion(
                HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
            Places.leave(request);
        }
    }
}
