package eve.contracts.api.status;

import eve.contracts.api.problems.InvalidParameterException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the ids from the body of a request. They are parsed from JSON nodes, so that an error can name the
/// index of each invalid id.
public final class ContractIds {

    /// @param nodes the field `contractIds`
    /// @return each id once, in the order given
    /// @throws InvalidParameterException when there are no ids or too many
    /// @throws InvalidIdsException when any value is not a contract id
    public static Collection<Long> require(@Nullable List<JsonNode> nodes, int most) {
        if (nodes == null || nodes.isEmpty()) {
            throw new InvalidParameterException("contractIds", "must hold at least one id");
        }
        if (nodes.size() > most) {
            throw new InvalidParameterException(
                    "contractIds", "must hold at most " + most + " ids, not " + nodes.size());
        }
        var ids = new LinkedHashSet<Long>();
        var invalid = new ArrayList<InvalidIdsException.InvalidId>();
        for (int index = 0; index < nodes.size(); index++) {
            var id = nodes.get(index);
            if (isId(id)) {
                ids.add(id.longValue());
            } else {
                invalid.add(new InvalidIdsException.InvalidId(index, reason(id)));
            }
        }
        if (!invalid.isEmpty()) {
            throw new InvalidIdsException(invalid);
        }
        return ids;
    }

    /// Returns a single id, or `null` when it is missing.
    ///
    /// @throws InvalidParameterException when the value is not an id
    public static @Nullable Long optional(String field, @Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return null;
        }
        if (!isId(node)) {
            throw new InvalidParameterException(field, reason(node));
        }
        return node.longValue();
    }

    private static boolean isId(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() > 0;
    }

    private static String reason(JsonNode node) {
        return node.isIntegralNumber() ? "must be between 1 and " + Long.MAX_VALUE : "must be a whole number";
    }

    private ContractIds() {}
}
