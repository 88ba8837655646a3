package eve.contracts.api.limits;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Puts the limits before all calls: the rate before everything, the places before what needs the database.
@Configuration(proxyBeanMethods = false)
class ReadingLimits implements WebMvcConfigurer {

    private final ReadingRate rate;
    private final ReadingPlaces places;

    ReadingLimits(ReadingRate rate, ReadingPlaces places) {
        this.rate = rate;
        this.places = places;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(rate);
        registry.addInterceptor(places).addPathPatterns("/api/**");
    }
}
