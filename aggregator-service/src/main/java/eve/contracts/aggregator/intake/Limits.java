package eve.contracts.aggregator.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// What bounds a [Lane].
///
/// @param opensAt when calls to ESI may go on; in the past while they may
/// @param deadline after which a record that holds its partition back is handed over to the retry tiers
/// @param grace how long a revoked partition's running work is waited for
record Limits(Supplier<Instant> opensAt, Duration deadline, Duration grace) {}
