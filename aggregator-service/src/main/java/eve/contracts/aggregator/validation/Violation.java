package eve.contracts.aggregator.validation;

import java.util.List;
import java.util.stream.Collectors;

/// One violation of ESI's schema.
///
/// @param value the offending value, shortened
public record Violation(String field, String rule, String value) {

    private static final int MAX_VALUE = 80;
    private static final int MAX_NAMED = 5;

    public Violation {
        String start = value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE) + "…";
        value = StorableText.of(start, start.length());
    }

    @Override
    public String toString() {
        return field + " " + rule + ", but is " + value;
    }

    /// Returns the first few violations in one line.
    public static String describe(List<Violation> violations) {
        String named =
                violations.stream().limit(MAX_NAMED).map(Violation::toString).collect(Collectors.joining("; "));
        return violations.size() <= MAX_NAMED ? named : named + "; and " + (violations.size() - MAX_NAMED) + " more";
    }
}
