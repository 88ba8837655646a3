package eve.contracts.api.contracts;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/// Gives answers about contracts, and the description of the calls, an ETag over their bytes, and 304 to callers that
/// have them already.
///
/// Over the bytes, not the version: an auction's expiry moves without a new version. The answer is complete before its
/// first byte is sent, so a slow reader keeps nothing of the service waiting.
@Configuration(proxyBeanMethods = false)
class ContractETags {

    @Bean
    FilterRegistrationBean<ShallowEtagHeaderFilter> contractETagFilter() {
        var registration = new FilterRegistrationBean<>(new ShallowEtagHeaderFilter());
        registration.addUrlPatterns("/api/contracts", "/api/contracts/*", "/v3/*");
        return registration;
    }
}
