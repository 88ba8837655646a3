package eve.contracts.api.description;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import eve.contracts.api.limits.Reads;
import eve.contracts.api.security.ClosedReads;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/// Adds to each call its operation id, texts and examples, the login that it needs, and the problems and
/// headers that it can return.
///
/// @param texts the texts of each call
/// @param schemas the texts of each schema
/// @param open whether reading needs no login
record DescribedCalls(CallTexts texts, DomainSchemas schemas, boolean open) implements GlobalOpenApiCustomizer {

    static final String PROBLEM = "application/problem+json";

    @Override
    public void customise(OpenAPI api) {
        schemas.complete(api.getComponents());
        ResponseHeaders.addTo(api.getComponents());
        api.getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().forEach((method, operation) -> describe(path, method, operation)));
    }

    private void describe(String path, HttpMethod method, Operation operation) {
        var call = method + " " + path;
        boolean reads = method == HttpMethod.GET || method == HttpMethod.HEAD || Reads.isQuery(method.name(), path);
        boolean closed = !reads || !open || ClosedReads.cover(path);
        var id = texts.text(call, "id");
        if (id != null) {
            operation.setOperationId(id);
        }
        operation.setTags(List.of(ApiDescription.tag(path)));
        var summary = texts.text(call, "summary");
        operation.setSummary(summary == null ? call : summary);
        operation.setDescription(texts.text(call, "description"));
        var responses = operation.getResponses();
        if (method == HttpMethod.GET && !ClosedReads.cover(path)) {
            responses.addApiResponse(
                    "304",
                    new ApiResponse()
                            .description(
                                    "Not modified since the answer with the ETag that was sent as `If-None-Match`"));
            operation.addParametersItem(new HeaderParameter()
                    .name("If-None-Match")
                    .description("The ETag of an earlier answer: 304 where nothing has changed since")
                    .schema(new StringSchema()));
        }
        if (operation.getParameters() != null) {
            var words = texts.group(call, "parameters");
            operation.getParameters().forEach(parameter -> {
                if (words.get(parameter.getName()) instanceof String text) {
                    parameter.setDescription(text.strip());
                }
                schemas.complete(parameter);
            });
        }
        var request = texts.text(call, "request");
        if (request != null && operation.getRequestBody() != null) {
            operation.getRequestBody().getContent().values().forEach(media -> media.setExample(json(request)));
        }
        operation.setSecurity(logins(closed));
        var answer = texts.text(call, "answer");
        if (answer != null) {
            responses.forEach((_, response) ->
                    response.getContent().values().forEach(media -> media.setSchema(DomainSchemas.reference(answer))));
        }
        texts.group(call, "responses").forEach((status, words) -> respond(responses, status, words));
        addProblems(path, reads, closed, responses);
        ResponseHeaders.addTo(responses, reads);
    }

    /// Returns the logins of a call. For open reads a login is optional, and spares the rate limit.
    private static List<SecurityRequirement> logins(boolean closed) {
        var logins = new ArrayList<SecurityRequirement>();
        if (!closed) {
            logins.add(new SecurityRequirement());
        }
        logins.add(new SecurityRequirement().addList(ApiDescription.BASIC));
        logins.add(new SecurityRequirement().addList(ApiDescription.TOKEN));
        return logins;
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

    private static void addProblems(String path, boolean reads, boolean closed, ApiResponses responses) {
        problem(responses, "400", "The request is not valid; `detail` says why, and what is allowed");
        problem(responses, "401", closed ? "No login, or a wrong one" : "The login that was sent is wrong");
        if (closed) {
            problem(responses, "403", "The role " + (reads ? "READER or " : "") + "OPERATOR is needed");
        }
        problem(
                responses,
                "429",
                reads && !closed
                        ? "This address reads too often, or sent too many wrong passwords; `Retry-After` says when to go on"
                        : "Too many wrong passwords came from this address; `Retry-After` says when to go on");
        if (responses.containsKey("415") || !reads || path.endsWith("/query")) {
            problem(responses, "413", "The body has more than 1 MiB");
            problem(responses, "415", "The header `Content-Type: application/json` is missing");
        }
        if (path.contains("{") && !path.equals("/api/contract-ids/{id}")) {
            problem(responses, "404", "Nothing has this id");
        }
        problem(responses, "406", "The header `Accept` does not allow what the call answers with");
        problem(
                responses,
                "503",
                "Kafka or PostgreSQL is not available, or too many calls came at once; `Retry-After` says when to try again");
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
