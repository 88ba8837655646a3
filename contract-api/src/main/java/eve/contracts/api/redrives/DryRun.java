package eve.contracts.api.redrives;

import java.util.Map;

/// What a redrive would do, as of now.
///
/// @param deadLetters that were selected
/// @param outcomes what would become of them, every outcome named
/// @param reasons the same by reason
/// @param seconds how long the replays would take at the rate asked for
record DryRun(
        boolean dryRun,
        long deadLetters,
        Map<Outcome, Long> outcomes,
        Map<String, Map<Outcome, Long>> reasons,
        long seconds) {}
