package eve.contracts.api.redrives;

import eve.contracts.api.deadletters.DeadLetterFilter;
import eve.contracts.api.deadletters.DeadLetterId;
import eve.contracts.api.problems.InvalidParameterException;
import eve.contracts.api.problems.StrictValues;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of a request for a redrive.
///
/// @param filter the dead letters to replay; `{}` for all open ones
/// @param ids the dead letters to replay, instead of a filter
/// @param dryRun whether to return only what would happen, and change nothing
/// @param ratePerSecond replays per second, over all replicas
/// @param limit replay at most that many contracts, each with all its dead letters that match
/// @param canary replay that many contracts first, and the others only if fewer than half of these come back
///     dead (`contracts.redrives.halt-share`)
/// @param includeQuarantined whether the filter also selects quarantined dead letters, which a person has
///     checked
/// @param note why; required unless it is a dry run
record RedriveRequest(
        @Nullable Filter filter,
        @Nullable List<@Nullable String> ids,
        @Nullable Boolean dryRun,
        @Nullable Integer ratePerSecond,
        @Nullable Integer limit,
        @Nullable Integer canary,
        @Nullable Boolean includeQuarantined,
        @Nullable String note) {

    static final int DEFAULT_RATE = 50;
    private static final int MAX_CANARY = 10_000;
    private static final int MAX_RATE = 10_000;
    private static final int MAX_IDS = 1_000;
    private static final int MAX_LIMIT = 1_000_000;

    /// @param since earliest time of death, inclusive, ISO-8601
    /// @param until latest time of death, exclusive, ISO-8601
    @Schema(name = "DeadLetterFilter")
    record Filter(
            @Nullable String reason,
            @Nullable String since,
            @Nullable String until,
            @Nullable Long contractId) {}

    boolean isDryRun() {
        return Boolean.TRUE.equals(dryRun);
    }

    int rate() {
        return ratePerSecond == null ? DEFAULT_RATE : between("ratePerSecond", ratePerSecond, MAX_RATE);
    }

    @Nullable
    Integer firstReplays() {
        return canary == null ? null : Integer.valueOf(between("canary", canary, MAX_CANARY));
    }

    /// @throws InvalidParameterException when the request does not have exactly one of filter and ids, or a
    ///     value is not allowed
    Selection selection() {
        // Many clients send an empty list for a missing one.
        var named = filter != null && ids != null && ids.isEmpty() ? null : ids;
        if ((filter == null) == (named == null)) {
            throw new InvalidParameterException(
                    "filter", "or ids must be given, and not both; {} selects all that are open");
        }
        var most = limit == null ? null : Integer.valueOf(between("limit", limit, MAX_LIMIT));
        if (filter != null) {
            return new Selection(
                    DeadLetterFilter.of(
                            filter.reason(),
                            time("since", filter.since()),
                            time("until", filter.until()),
                            filter.contractId()),
                    null,
                    most,
                    Boolean.TRUE.equals(includeQuarantined) ? true : null);
        }
        return new Selection(null, requireIds(named), most, null);
    }

    private static List<String> requireIds(@Nullable List<@Nullable String> ids) {
        if (ids == null || ids.isEmpty() || ids.size() > MAX_IDS) {
            throw new InvalidParameterException(
                    "ids", "must hold 1 to " + MAX_IDS + " ids of dead letters; use a filter for more");
        }
        var all = new LinkedHashSet<String>();
        for (int index = 0; index < ids.size(); index++) {
            var id = ids.get(index);
            all.add(DeadLetterId.require("ids[" + index + "]", id == null ? "" : id));
        }
        return List.copyOf(all);
    }

    private static @Nullable Instant time(String field, @Nullable String text) {
        return text == null ? null : StrictValues.requireInstant(field, text);
    }

    private static int between(String parameter, int value, int most) {
        if (value < 1 || value > most) {
            throw new InvalidParameterException(parameter, "must be between 1 and " + most + ", not " + value);
        }
        return value;
    }
}
