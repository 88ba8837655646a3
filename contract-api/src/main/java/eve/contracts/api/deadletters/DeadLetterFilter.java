package eve.contracts.api.deadletters;

import eve.contracts.api.problems.InvalidParameterException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A filter of dead letters; a field that is `null` does not restrict.
///
/// @param since earliest time of death, inclusive
/// @param until latest time of death, exclusive
public record DeadLetterFilter(
        @Nullable String reason,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Long contractId) {

    /// @throws InvalidParameterException when a value is not valid
    public static DeadLetterFilter of(
            @Nullable String reason, @Nullable Instant since, @Nullable Instant until, @Nullable Long contractId) {
        if (since != null && until != null && !since.isBefore(until)) {
            throw new InvalidParameterException("since", "must be before until");
        }
        return new DeadLetterFilter(
                reason == null ? null : DeadLetterReason.parse(reason),
                since,
                until,
                contractId == null ? null : InvalidParameterException.requireId("contractId", contractId));
    }

    /// Adds the conditions on the rows of `dead_letter letter`, and their parameters.
    public void restrict(List<String> conditions, Map<String, Object> values) {
        if (reason != null) {
            conditions.add("letter.reason = :reason");
            values.put("reason", reason);
        }
        if (since != null) {
            conditions.add("letter.died_at >= :since");
            values.put("since", since.atOffset(ZoneOffset.UTC));
        }
        if (until != null) {
            conditions.add("letter.died_at < :until");
            values.put("until", until.atOffset(ZoneOffset.UTC));
        }
        if (contractId != null) {
            conditions.add("letter.contract_id = :contractId");
            values.put("contractId", contractId);
        }
    }
}
