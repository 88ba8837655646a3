package eve.contracts.api.submission;

import eve.contracts.api.problems.InvalidParameterException;
import eve.contracts.api.status.ContractIds;
import eve.contracts.model.ContractIdMessage;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of a submission.
///
/// @param contractIds 1 to [#MAX_IDS] whole numbers
/// @param regionId the region that lists all of the ids, if known
/// @param priority `low` for ids that are fetched after others, such as those of a bulk load; `normal` by
///     default
record IdSubmission(
        @ArraySchema(
                minItems = 1,
                maxItems = MAX_IDS,
                schema = @Schema(implementation = Long.class, minimum = "1"),
                arraySchema = @Schema(requiredMode = Schema.RequiredMode.REQUIRED))
        @Nullable
        List<JsonNode> contractIds,

        @Schema(implementation = Long.class, minimum = "1") @Nullable
        JsonNode regionId,

        @Schema(
                type = "string",
                allowableValues = {"low", "normal"},
                defaultValue = "normal")
        @Nullable
        JsonNode priority) {

    static final int MAX_IDS = 10_000;

    /// Returns the messages to publish, one for each id, in the order given.
    ///
    /// @throws InvalidParameterException when there are no ids or too many, or the region is not valid
    /// @throws org.springframework.web.ErrorResponseException 400 when any id is not valid; then nothing may be
    ///     published
    List<ContractIdMessage> messages() {
        var ids = ContractIds.require(contractIds, MAX_IDS);
        var region = ContractIds.optional("regionId", regionId);
        return ids.stream().map(id -> new ContractIdMessage(id, region)).toList();
    }

    /// @throws InvalidParameterException when the priority is neither `low` nor `normal`
    boolean lowPriority() {
        if (priority == null || priority.isNull()) {
            return false;
        }
        return switch (priority.isString() ? priority.asString() : "") {
            case "low" -> true;
            case "normal" -> false;
            default -> throw new InvalidParameterException("priority", "must be low or normal");
        };
    }
}
