package eve.contracts.simulator.http;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The time of an answer's last modification, and the time until which it is fresh.
record Freshness(Instant lastModified, Instant expires) {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final LocalTime NEW_DAY = LocalTime.of(11, 5);

    /// Returns a freshness of this length; the cached period of each thing starts at a different moment.
    static Freshness of(Duration age, long thing, Instant now) {
        long seconds = age.toSeconds();
        long into = Math.floorMod(now.getEpochSecond() + thing * 7919, seconds);
        Instant since = Instant.ofEpochSecond(now.getEpochSecond() - into);
        return new Freshness(since, since.plus(age));
    }

    /// Returns a freshness until the next 11:05 UTC.
    static Freshness daily(Instant now) {
        ZonedDateTime today = now.atZone(ZoneOffset.UTC).with(NEW_DAY);
        ZonedDateTime next = now.isBefore(today.toInstant()) ? today : today.plusDays(1);
        return new Freshness(next.minusDays(1).minusMinutes(2).toInstant(), next.toInstant());
    }

    static String httpDate(Instant at) {
        return HTTP_DATE.format(at);
    }
}
