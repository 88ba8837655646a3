package eve.contracts.aggregator.validation;

import java.util.List;

/// An answer is JSON but violates ESI's schema.
public final class SchemaViolationException extends Exception {

    private final List<Violation> violations;

    public SchemaViolationException(List<Violation> violations) {
        super(Violation.describe(violations));
        this.violations = List.copyOf(violations);
    }

    public List<Violation> violations() {
        return violations;
    }
}
