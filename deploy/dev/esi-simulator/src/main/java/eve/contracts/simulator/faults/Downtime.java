package eve.contracts.simulator.faults;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;

/// The daily downtime, in UTC.
public record Downtime(LocalTime from, Duration length) {

    public boolean covers(Instant now) {
        long second = now.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay();
        return Math.floorMod(second - from.toSecondOfDay(), Duration.ofDays(1).toSeconds()) < length.toSeconds();
    }
}
