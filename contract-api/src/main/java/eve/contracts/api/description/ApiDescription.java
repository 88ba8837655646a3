package eve.contracts.api.description;

import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The description as a whole: what it is about, how to log in, and what all calls have in common.
///
/// Paths, parameters and schemas are read off the code, those of new calls too; words and examples come from
/// `openapi/calls.yml` and the JSON Schemas of the messages.
@Configuration(proxyBeanMethods = false)
class ApiDescription {

    static final String BASIC = "operator";
    static final String TOKEN = "token";

    @Bean
    OpenAPI contractsApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("EVE contract aggregator")
                        .version("1")
                        .description(
                                "Publish the ids of public EVE Online contracts, read what became of them, and redrive"
                                        + " what failed. Errors are problem details (RFC 9457). Dead letters and redrives need"
                                        + " the role READER or OPERATOR. Writing calls need the role OPERATOR and the header `Content-Type: application/json`.")
                        .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")))
                .components(new Components()
                        .addSecuritySchemes(
                                BASIC,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("basic")
                                        .description("The user name and password of the operator or the reader"))
                        .addSecuritySchemes(
                                TOKEN,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .bearerFormat("JWT")
                                        .description(
                                                "An access token with the role OPERATOR or READER, where the service"
                                                        + " is configured with its issuer")));
    }

    @Bean
    ModelConverter requiredFields() {
        return new RequiredFields();
    }

    @Bean
    GlobalOpenApiCustomizer describedCalls() {
        return new DescribedCalls(CallTexts.read());
    }
}
