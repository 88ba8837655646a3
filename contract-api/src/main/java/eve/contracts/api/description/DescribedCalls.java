package eve.contracts.api.description;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import eve.contracts.api.security.ClosedReads;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/// Gives each call its words and examples, the login that it needs, and the problems that it can answer with.
///
/// @param texts what is said of each call
record DescribedCalls(CallTexts texts) implements GlobalOpenApiCustomizer {

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    @Override
    public void customise(OpenAPI api) {
        api.getComponents().addSchemas("Problem", ProblemSchema.schema());
        MessageDescriptions.addTo(api.getComponents().getSchemas());
        api.getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().forEach((method, operation) -> describe(path, method, operation)));
    }

    private void describe(String path, HttpMethod method, Operation operation) {
        var call = method + " " + path;
        boolean writes = method != HttpMethod.GET && method != HttpMethod.HEAD;
        boolean needsLogin = writes || ClosedReads.cover(path);
        var id = texts.text(call, "id");
        if (id != null) {
            operation.setOperationId(id);
        }
        var summary = texts.text(call, "summary");
        operation.setSummary(summary == null ? call : summary);
        operation.setDescription(texts.text(call, "description"));
        if (operation.getParameters() != null) {
            var words = texts.group(call, "parameters");
            operation.getParameters().forEach(parameter -> {
                if (words.get(parameter.getName()) instanceof String text) {
                    parameter.setDescription(text.strip());
                }
            });
        }
        var request = texts.text(call, "request");
        if (request != null && operation.getRequestBody() != null) {
            operation.getRequestBody().getContent().values().forEach(media -> media.setExample(json(request)));
        }
        if (needsLogin) {
            operation.setSecurity(List.of(
                    new SecurityRequirement().addList(ApiDescription.BASIC),
                    new SecurityRequirement().addList(ApiDescription.TOKEN)));
        }
        var responses = operation.getResponses();
        texts.group(call, "responses").forEach((status, words) -> respond(responses, status, words));
        addProblems(call, writes, needsLogin, responses);
    }

    private static void respond(ApiResponses responses, String status, Object words) {
        var response = responses.computeIfAbsent(status, _ -> new ApiResponse());
        if (words instanceof Map<?, ?> said) {
            response.setDescription(String.valueOf(said.get("description")).strip());
            if (said.get("example") instanceof String example) {
                if (response.getContent() == null) {
                    response.setContent(content(PROBLEM));
                }
                response.getContent().values().forEach(media -> media.setExample(json(example)));
            }
        }
    }

    private static void addProblems(String call, boolean writes, boolean needsLogin, ApiResponses responses) {
        problem(responses, "400", "Something in the request cannot be; `detail` says what, and what is allowed");
        if (needsLogin) {
            problem(responses, "401", "No login, or not a good one");
            problem(responses, "403", "The role " + (writes ? "" : "READER or ") + "OPERATOR is needed");
        } else {
            problem(responses, "429", "This address reads too often; `Retry-After` says when to go on");
        }
        if (writes) {
            problem(responses, "413", "The body has more than 1 MiB");
            problem(responses, "415", "The header `Content-Type: application/json` is missing");
        }
        if (call.contains("{")) {
            problem(responses, "404", "There is none with this id");
        }
        problem(
                responses,
                "503",
                "Something that the call needs is out of reach, or too many call; `Retry-After` says when to try again");
        problem(responses, "default", "Anything else that went wrong");
    }

    private static void problem(ApiResponses responses, String status, String description) {
        responses.computeIfAbsent(
                status, _ -> new ApiResponse().description(description).content(content(PROBLEM)));
    }

    private static Content content(String type) {
        return new Content()
                .addMediaType(type, new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem")));
    }

    private static JsonNode json(String text) {
        try {
            return Json31.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An example in openapi/calls.yml is not JSON: " + text, e);
        }
    }
}
