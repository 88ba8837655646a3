package eve.contracts.api.description;

import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.List;

/// The one form of all errors.
final class ProblemSchema {

    static Schema<?> schema() {
        var invalid = new ObjectSchema();
        invalid.addProperty("index", new IntegerSchema().description("From 0, in the list as sent"));
        invalid.addProperty("reason", new StringSchema());
        invalid.setRequired(List.of("index", "reason"));
        var problem = new ObjectSchema();
        problem.setDescription("RFC 9457. `detail` says what to do; other members depend on the problem.");
        problem.addProperty(
                "type",
                new StringSchema()
                        .format("uri-reference")
                        .description("The kind of problem, with a page of its own; one of those at `/problems`"));
        problem.addProperty("title", new StringSchema());
        problem.addProperty("status", new IntegerSchema());
        problem.addProperty("detail", new StringSchema());
        problem.addProperty("instance", new StringSchema().description("The path that was called"));
        problem.addProperty("parameter", new StringSchema().description("The parameter or field that is meant"));
        problem.addProperty("invalid", new ArraySchema().items(invalid));
        problem.setRequired(List.of("type", "title", "status", "detail"));
        return problem;
    }

    private ProblemSchema() {}
}
