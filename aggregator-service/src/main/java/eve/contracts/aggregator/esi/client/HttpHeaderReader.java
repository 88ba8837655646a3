package eve.contracts.aggregator.esi.client;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads the headers of ESI's answers; a missing or invalid header counts as absent.
final class HttpHeaderReader {

    private static final Duration LONGEST_FRESHNESS = Duration.ofDays(2);
    private static final int LONGEST_TEXT = 1_000;

    private final HttpHeaders headers;

    HttpHeaderReader(HttpHeaders headers) {
        this.headers = headers;
    }

    OptionalLong number(String name) {
        return headers.firstValue(name).map(String::trim).filter(text -> text.matches("\\d{1,9}")).stream()
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /// Returns a header's text; one that could not be stored, or sent back to ESI, counts as absent.
    @Nullable
    String text(String name) {
        return headers.firstValue(name)
                .filter(text -> text.length() <= LONGEST_TEXT
                        && text.chars().allMatch(c -> c >= ' ' && c <= '\u00FF' && c != '\u007F'))
                .orElse(null);
    }

    @Nullable
    Instant date(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /// Returns when ESI sent the answer, by its own clock; `now` without a Date header.
    Instant saidAt(Instant now) {
        Instant date = date("Date");
        return date == null ? now : date;
    }

    /// Returns how long to wait: `Retry-After` in seconds or as a date; `null` where it is missing.
    @Nullable
    Duration retryAfter(Instant now) {
        OptionalLong seconds = number("Retry-After");
        if (seconds.isPresent()) {
            return Duration.ofSeconds(seconds.getAsLong());
        }
        Instant date = date("Retry-After");
        Instant from = saidAt(now);
        return date == null || date.isBefore(from) ? null : Duration.between(from, date);
    }

    /// Returns until when the answer is fresh. It computes this relative to the answer's own Date, so that a
    /// wrong clock here does no harm.
    Instant freshUntil(Instant now) {
        Instant expires = date("Expires");
        Duration fresh = maxAge();
        if (fresh == null && expires != null) {
            fresh = Duration.between(saidAt(now), expires);
        }
        if (fresh == null || fresh.isNegative()) {
            return now;
        }
        return now.plus(fresh.compareTo(LONGEST_FRESHNESS) < 0 ? fresh : LONGEST_FRESHNESS);
    }

    private @Nullable Duration maxAge() {
        String control = text("Cache-Control");
        if (control == null) {
            return null;
        }
        for (String directive : control.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = directive.trim().split("=", 2);
            if (parts.length == 2 && parts[0].equals("max-age") && parts[1].matches("\\d{1,9}")) {
                return Duration.ofSeconds(Long.parseLong(parts[1]));
            }
        }
        return null;
    }
}
