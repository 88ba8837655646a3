package eve.contracts.aggregator.intake.consumer;

import java.time.Duration;

/// What bounds a [ParallelListener].
///
/// @param preferred whether its records come first in the shared [InFlightWindow]
/// @param deadline after which a record that holds back the commits of its partition is handed over
/// @param grace how long the tasks of a revoked partition may go on
public record ListenerSettings(boolean preferred, Duration deadline, Duration grace) {}
