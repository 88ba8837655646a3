package eve.contracts.api.problems;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// Rejects values of the wrong type in bodies instead of converting them, and names the field that is not
/// valid. The other settings for strict bodies are in contract-api.yml.
@Component
final class StrictBodies implements JsonMapperBuilderCustomizer {

    private static final String NOT_AN_OBJECT =
            "The body is missing, or is not of the documented form: one JSON object";

    @Override
    public void customize(JsonMapper.Builder mapper) {
        mapper.withCoercionConfig(LogicalType.Textual, texts -> {
            for (var other :
                    List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
                texts.setCoercion(other, CoercionAction.Fail);
            }
        });
    }

    static ProblemDetail problem(HttpMessageNotReadableException failure) {
        return switch (failure.getCause()) {
            case UnrecognizedPropertyException unknown ->
                InvalidParameterException.problem(
                        field(unknown),
                        "is no field of this call; it has "
                                + String.join(
                                        ", ",
                                        unknown.getKnownPropertyIds().stream()
                                                .map(String::valueOf)
                                                .sorted()
                                                .toList()));
            case MismatchedInputException mismatch -> mismatch(field(mismatch), mismatch.getTargetType());
            case StreamReadException twice
            when twice.getOriginalMessage().startsWith("Duplicate") && twice.processor() instanceof JsonParser at ->
                InvalidParameterException.problem(
                        String.valueOf(at.streamReadContext().currentName()), "must be given once");
            case InputCoercionException outOfRange -> mismatch(field(outOfRange), outOfRange.getTargetType());
            case JacksonException broken -> {
                var place = broken.getLocation();
                yield ProblemKind.INVALID_BODY.problem("The body is not JSON: reading stopped at line "
                        + place.getLineNr() + ", column " + place.getColumnNr());
            }
            case null, default -> ProblemKind.INVALID_BODY.problem(NOT_AN_OBJECT);
        };
    }

    private static ProblemDetail mismatch(String field, @Nullable Class<?> expected) {
        return field.isEmpty()
                ? ProblemKind.INVALID_BODY.problem(NOT_AN_OBJECT)
                : InvalidParameterException.problem(field, "must be " + StrictValues.form(expected));
    }

    /// Returns the name of the field without its parents, and the index in a list: `reason`, `ids[2]`.
    private static String field(JacksonException failure) {
        var field = "";
        for (var step : failure.getPath()) {
            field = step.getPropertyName() == null ? field + "[" + step.getIndex() + "]" : step.getPropertyName();
        }
        return field;
    }
}
