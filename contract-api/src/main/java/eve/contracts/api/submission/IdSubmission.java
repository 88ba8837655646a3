package eve.contracts.api.submission;

import eve.contracts.api.problems.InvalidParameterException;
import eve.contracts.model.ContractIdMessage;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of a submission, taken as JSON so that each bad id can be named by its index.
///
/// @param contractIds 1 to [#MAX_IDS] whole numbers
/// @param regionId the region that lists all of them, where known
record IdSubmission(
        @ArraySchema(
                minItems = 1,
                maxItems = MAX_IDS,
                schema = @Schema(implementation = Long.class, minimum = "1"),
                arraySchema = @Schema(requiredMode = Schema.RequiredMode.REQUIRED))
        @Nullable
        List<JsonNode> contractIds,

        @Schema(implementation = Long.class, minimum = "1") @Nullable
        JsonNode regionId) {

    static final int MAX_IDS = 10_000;

    /// The messages to publish, each id once, in the order given.
    ///
    /// @throws InvalidParameterException when there are no ids or too many, or the region is none
    /// @throws InvalidIdsException when any id is none: nothing is to be published then
    LinkedHashSet<ContractIdMessage> messages() {
        if (contractIds == null || contractIds.isEmpty()) {
            throw new InvalidParameterException("contractIds", "must hold at least one id");
        }
        if (contractIds.size() > MAX_IDS) {
            throw new InvalidParameterException(
                    "contractIds", "must hold at most " + MAX_IDS + " ids, not " + contractIds.size());
        }
        var region = region();
        var messages = new LinkedHashSet<ContractIdMessage>();
        var invalid = new ArrayList<InvalidIdsException.InvalidId>();
        for (int index = 0; index < contractIds.size(); index++) {
            var id = contractIds.get(index);
            if (isId(id)) {
                messages.add(new ContractIdMessage(id.longValue(), region));
            } else {
                invalid.add(new InvalidIdsException.InvalidId(index, reason(id)));
            }
        }
        if (!invalid.isEmpty()) {
            throw new InvalidIdsException(invalid);
        }
        return messages;
    }

    private @Nullable Long region() {
        if (regionId == null || regionId.isNull()) {
            return null;
        }
        if (!isId(regionId)) {
            throw new InvalidParameterException("regionId", reason(regionId));
        }
        return regionId.longValue();
    }

    private static boolean isId(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() > 0;
    }

    private static String reason(JsonNode node) {
        return node.isIntegralNumber() ? "must be between 1 and " + Long.MAX_VALUE : "must be a whole number";
    }
}
