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

/// Registers the limits: [PlacesFilter] is one of the security filters, [ReadingRate] is an interceptor.
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

    /// Keeps the container from registering the filter a second time.
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

    /// Returns the place once the answer is complete: a client that reads it slowly holds no place.
    private static final class Leaving implements HandlerInterceptor {

        @Override
        public void afterCompletion(
                HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
            Places.leave(request);
        }
    }
}
