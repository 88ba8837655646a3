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
        var invalid = new ObjectSchema()
                .addProperty("index", new IntegerSchema().description("From 0, in the list as sent"))
                .addProperty("reason", new StringSchema())
                .required(List.of("index", "reason"));
        return new ObjectSchema()
                .description("RFC 9457. `detail` says what to do; other members depend on the problem.")
                .addProperty("type", new StringSchema().description("Absent: about:blank"))
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema().description("The path that was called"))
                .addProperty("parameter", new StringSchema().description("The parameter or field that is meant"))
                .addProperty("invalid", new ArraySchema().items(invalid))
                .required(List.of("title", "status"));
    }

    private ProblemSchema() {}
}
