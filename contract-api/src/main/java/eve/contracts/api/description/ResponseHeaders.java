package eve.contracts.api.description;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Describes the headers of answers, by status.
final class ResponseHeaders {

    private static final Set<String> WITH_RETRY_AFTER = Set.of("429", "503");

    private static final Map<String, Header> HEADERS = new TreeMap<>(Map.of(
            "ETag",
            header("Names this state of what is answered; send it back as `If-None-Match`", new StringSchema()),
            "Location",
            header("Where the progress can be read", new StringSchema().format("uri-reference")),
            "Retry-After",
            header("Seconds after which to try again", new IntegerSchema().minimum(BigDecimal.ONE)),
            "RateLimit",
            header("What is left of the limit for reading without a login", new StringSchema()),
            "RateLimit-Policy",
            header("The limit for reading without a login", new StringSchema()),
            "WWW-Authenticate",
            header("The accepted kinds of login", new StringSchema()),
            "Link",
            header("The next page, as `rel=\"next\"` (RFC 8288); absent on the last", new StringSchema())));

    static void addTo(Components components) {
        HEADERS.forEach(components::addHeaders);
    }

    /// @param reads whether the call changes nothing
    static void addTo(ApiResponses responses, boolean reads) {
        boolean revalidated = responses.containsKey("304");
        responses.forEach((status, response) -> {
            if (WITH_RETRY_AFTER.contains(status)) {
                add(response, "Retry-After");
            }
            switch (status) {
                case "200", "304" -> {
                    if (revalidated) {
                        add(response, "ETag");
                    }
                    if (reads) {
                        add(response, "RateLimit");
                        add(response, "RateLimit-Policy");
                    }
                    if (isPage(response)) {
                        add(response, "Link");
                    }
                }
                case "202" -> add(response, "Location");
                case "401" -> add(response, "WWW-Authenticate");
                case "409" -> {
                    if (responses.containsKey("422")) {
                        add(response, "Retry-After");
                    }
                }
                default -> {
                    // No further headers.
                }
            }
        });
    }

    private static boolean isPage(ApiResponse response) {
        return response.getContent() != null
                && response.getContent().values().stream()
                        .map(media -> media.getSchema())
                        .anyMatch(schema -> schema != null
                                && schema.get$ref() != null
                                && schema.get$ref().endsWith("Page"));
    }

    private static void add(ApiResponse response, String name) {
        response.addHeaderObject(name, new Header().$ref("#/components/headers/" + name));
    }

    private static Header header(String description, Schema<?> schema) {
        return new Header().description(description).schema(schema);
    }

    private ResponseHeaders() {}
}
