package eve.contracts.api.deadletters;

import eve.contracts.api.problems.InvalidParameterException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which dead letters; what is `null` does not restrict.
///
/// @param since died then or later
/// @param until died before then
public record DeadLetterFilter(
        @Nullable String reason,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Long contractId) {

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /// @throws InvalidParameterException when a value is not of its form
    public static DeadLetterFilter of(
            @Nullable String reason, @Nullable String since, @Nullable String until, @Nullable Long contractId) {
        var from = time("since", since);
        var to = time("until", until);
        if (from != null && to != null && !from.isBefore(to)) {
            throw new InvalidParameterException("since", "must be before until");
        }
        return new DeadLetterFilter(
                reason == null ? null : DeadLetterReason.parse(reason),
                from,
                to,
                contractId == null ? null : InvalidParameterException.requireId("contractId", contractId));
    }

    /// Adds what restricts the rows of `dead_letter letter`.
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

    private static @Nullable Instant time(String parameter, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            var time = Instant.parse(text);
            if (!time.isBefore(EARLIEST) && !time.isAfter(LATEST)) {
                return time;
            }
        } catch (DateTimeParseException _) {
            // told below
        }
        throw new InvalidParameterException(parameter, "must be a time such as 2026-03-01T12:00:00Z");
    }
}
