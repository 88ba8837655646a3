package eve.contracts.simulator.http;

import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Removes a header from a good answer, or gives it an absurd value.
final class SpoiltHeaders {
    private static final List<String> DATES = List.of(
            "yesterday",
            "0",
            "-1",
            "",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "Sun, 31 Feb 2026 25:61:61 GMT",
            "2026-10-01T12:00:00Z");
    private static final Map<String, List<String>> ABSURD = Map.of(
            "Last-Modified",
            DATES,
            "Expires",
            DATES,
            "X-Pages",
            List.of("0", "-1", "1000000000", "99999999999999999999", "1.5", "many", ""),
            "ETag",
            List.of("unquoted", "\"\"", "\"", "W/", "W/\"%s\"", "\"\u00e4\"", "x".repeat(4_000)));

    private SpoiltHeaders() {}

    /// Returns empty if the answer does not have the header.
    static Optional<Answer> of(Answer good, Fault fault, int pick) {
        List<String> there = present(good);
        String wanted = fault.header();
        if (there.isEmpty() || wanted != null && ABSURD.containsKey(wanted) && !there.contains(wanted)) {
            return Optional.empty();
        }
        String header = wanted == null ? there.get(pick % there.size()) : wanted;
        return Optional.of(
                fault.kind() == FaultKind.HEADER_MISSING
                        ? good.without(Set.of(header))
                        : good.withHeaders(Map.of(header, value(good, header, fault, pick))));
    }

    private static String value(Answer good, String header, Fault fault, int pick) {
        if (fault.value() != null) {
            return fault.value();
        }
        List<String> absurd = ABSURD.getOrDefault(header, List.of("absurd"));
        String etag = good.etag() == null ? "" : good.etag().replace("\"", "");
        return absurd.get(pick / 7 % absurd.size()).replace("%s", etag);
    }

    private static List<String> present(Answer good) {
        var there = new ArrayList<String>();
        if (good.freshness() != null) {
            there.add("Last-Modified");
            there.add("Expires");
        }
        if (good.etag() != null) {
            there.add("ETag");
        }
        if (good.pages() != null) {
            there.add("X-Pages");
        }
        return there;
    }
}
