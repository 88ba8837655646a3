package eve.contracts.api.contracts;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/// Gives answers about contracts an ETag over their bytes, and 304 to who has them already.
///
/// Over the bytes, not the version: an auction's expiry moves without a new version.
@Configuration(proxyBeanMethods = false)
class ContractETags {

    @Bean
    FilterRegistrationBean<ShallowEtagHeaderFilter> contractETagFilter() {
        var registration = new FilterRegistrationBean<>(new ShallowEtagHeaderFilter());
        registration.addUrlPatterns("/api/contracts", "/api/contracts/*");
        return registration;
    }
}
