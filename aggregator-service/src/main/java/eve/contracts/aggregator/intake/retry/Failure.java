package eve.contracts.aggregator.intake.retry;

import eve.contracts.model.FailureReason;
import org.jspecify.annotations.Nullable;

/// Why a record failed.
///
/// @param thrown the exception that was thrown; `null` when there was none, as when the deadline passed
public record Failure(FailureReason reason, @Nullable Class<?> thrown, String message) {}
