package eve.contracts.api.description;

import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Defines the general part of the API description: title, logins and tags.
///
/// Paths, parameters and schemas are generated from the code, so new calls are included; texts and examples
/// come from `openapi/calls.yml`, `openapi/schemas.yml` and the JSON Schemas of the messages.
@Configuration(proxyBeanMethods = false)
class ApiDescription {

    static final String BASIC = "operator";
    static final String TOKEN = "token";

    /// The tags by path prefix.
    private static final Map<String, Tag> TAGS = new TreeMap<>(Map.of(
            "/api/contract-ids", tag("Contract ids", "Publish ids and read their status"),
            "/api/contracts", tag("Contracts", "Search and read what is stored"),
            "/api/dead-letters", tag("Dead letters", "Inspect what failed"),
            "/api/redrives", tag("Redrives", "Replay what failed"),
            "/problems", tag("Problems", "The kinds of problems that calls are answered with")));

    static {
        // Generates one schema for each enum instead of one for each use.
        ModelResolver.enumsAsRef = true;
    }

    private static Tag tag(String name, String description) {
        return new Tag().name(name).description(description);
    }

    /// Returns the name of a call's tag.
    static String tag(String path) {
        return TAGS.entrySet().stream()
                .filter(tag -> path.equals(tag.getKey()) || path.startsWith(tag.getKey() + "/"))
                .map(tag -> tag.getValue().getName())
                .findFirst()
                .orElse("Others");
    }

    @Bean
    OpenAPI contractsApi() {
        return new OpenAPI()
                .servers(List.of(new Server().url("/").description("Where this document was read")))
                .tags(TAGS.values().stream().distinct().toList())
                .info(new Info()
                        .title("EVE contract aggregator")
                        .version("1")
                        .description(
                                "Publish the ids of public EVE Online contracts, read their status, and redrive"
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
    GlobalOpenApiCustomizer describedCalls(@Value("${contracts.reading.open:true}") boolean open) {
        return new DescribedCalls(CallTexts.read("calls.yml"), new DomainSchemas(CallTexts.read("schemas.yml")), open);
    }
}
