package eve.contracts.aggregator.validation;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Counts what ESI sends beyond its documented API, so that a changed API is noticed early: in the metric
/// `esi.drift`, and in one log line a day for each new thing.
@Component
public class Drift {

    private static final Logger log = LoggerFactory.getLogger(Drift.class);
    private static final int MAX_KINDS = 50;
    private static final int MAX_LENGTH = 60;

    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<String, LocalDate> logged = new ConcurrentHashMap<>();

    public Drift(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
    }

    void unknownField(String schema, String field) {
        count(schema, "field", field);
    }

    void unknownValue(String schema, String field, String value) {
        count(schema, "value", field + "=" + value);
    }

    void damagedText(String schema, String field) {
        count(schema, "text", field);
    }

    /// Counts an error text of ESI that had to be replaced in part.
    public void damagedError() {
        count("error", "text", "error");
    }

    /// Counts an entry of a listing that cannot be used as it is.
    public void badEntry(String how) {
        count("listing", "entry", how);
    }

    /// Bounds the text, because it becomes a tag of a metric and part of a log line.
    private void count(String schema, String kind, String sent) {
        String what = harmless(sent);
        String key = schema + "." + what;
        String shown = logged.containsKey(key) || logged.size() < MAX_KINDS ? what : "other";
        meters.counter("esi.drift", "schema", schema, "kind", kind, "what", shown)
                .increment();
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        if (!"other".equals(shown) && !today.equals(logged.put(key, today))) {
            if ("text".equals(kind)) {
                log.warn(
                        "ESI sends text in {}.{} that cannot be stored as it is. U+FFFD takes its place.",
                        schema,
                        what);
            } else {
                log.warn(
                        "ESI sends an unknown {} in {}: {}. It is ignored; check whether the API has changed.",
                        kind,
                        schema,
                        what);
            }
        }
    }

    private static String harmless(String text) {
        String start = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
        return start.replaceAll("[^ -~]", "?");
    }
}
