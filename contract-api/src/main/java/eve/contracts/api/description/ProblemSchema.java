package eve.contracts.api.description;

import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.List;

/// The schema of all errors.
final class ProblemSchema {

    static Schema<?> schema() {
        var problem = new ObjectSchema();
        problem.setDescription("RFC 9457. `detail` says what to do; other members depend on the problem.");
        problem.addProperty(
                "type",
                new StringSchema()
                        .format("uri-reference")
                        .description("The kind of problem, with a page of its own; one of those at `/problems`"));
        problem.addProperty("title", new StringSchema().description("The kind of problem"));
        problem.addProperty("status", new IntegerSchema().description("The status of the answer"));
        problem.addProperty("detail", new StringSchema().description("What is wrong here, and what to do"));
        problem.addProperty("instance", new StringSchema().description("The path that was called"));
        problem.addProperty("parameter", new StringSchema().description("The parameter or field that is meant"));
        problem.addProperty(
                "invalid",
                new ArraySchema()
                        .items(new Schema<>().$ref("#/components/schemas/InvalidEntry"))
                        .description("The invalid entries of a list"));
        problem.addProperty(
                "acknowledged",
                new IntegerSchema().description("How many ids Kafka has, where it did not acknowledge all of them"));
        problem.addProperty("submitted", new IntegerSchema().description("How many there were to be published then"));
        problem.setRequired(List.of("type", "title", "status", "detail"));
        return problem;
    }

    static Schema<?> invalidEntry() {
        var invalid = new ObjectSchema();
        invalid.setDescription("An invalid entry of a list");
        invalid.addProperty("index", new IntegerSchema().description("From 0, in the list as sent"));
        invalid.addProperty("reason", new StringSchema().description("What is wrong with it"));
        invalid.setRequired(List.of("index", "reason"));
        return invalid;
    }

    private ProblemSchema() {}
}
