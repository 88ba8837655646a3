package eve.contracts.aggregator.esi.client;

import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Simulates an ESI with one region whose listing, items, bids and rolls a test sets, to the byte.
public final class ScriptedEsi implements AutoCloseable {

    public static final long REGION = 10_000_002;
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:01Z");

    public final MovableClock clock = new MovableClock(NOON);
    public final EsiSimulator esi = EsiSimulator.start(
            SimulatorOptions.defaults().withClock(clock).withContracts(0).withoutLatency());

    private final Map<Long, String> headers = new TreeMap<>();
    private final Map<String, Answer> answers = new LinkedHashMap<>();

    private record Answer(int status, Map<String, String> headers, byte[] body) {}

    public URI baseUrl() {
        return esi.baseUrl();
    }

    /// @param fields further fields of the contract's header, beginning with a comma
    public void list(long contractId, String type, String fields) {
        headers.put(contractId, """
                {"contract_id":%d,"type":"%s","issuer_id":90000001,"issuer_corporation_id":98000001,\
                "date_issued":"2026-03-01T11:00:00Z","date_expired":"2026-03-15T11:00:00Z"%s}""".formatted(contractId, type, fields));
        list();
    }

    /// Lists a contract with exactly this header.
    public void listRaw(long contractId, String header) {
        headers.put(contractId, header);
        list();
    }

    /// Lets the listing expire and generates it again.
    public void relist() {
        clock.advance(Duration.ofMinutes(31));
        list();
    }

    private void list() {
        say(
                "/contracts/public/" + REGION,
                200,
                Map.of("X-Pages", "1", "Last-Modified", http(clock.instant()), "Cache-Control", "max-age=1800"),
                ("[" + String.join(",", headers.values()) + "]").getBytes(StandardCharsets.ISO_8859_1));
    }

    public void items(long contractId, String json) {
        say("/contracts/public/items/" + contractId, 200, Map.of("X-Pages", "1"), json);
    }

    /// @param made when the answer was generated; `null` for an answer without a date
    public void bids(long contractId, @Nullable Instant made, String json) {
        Map<String, String> of = new HashMap<>(Map.of("X-Pages", "1", "Cache-Control", "max-age=300"));
        if (made != null) {
            of.put("Last-Modified", http(made));
        }
        say("/contracts/public/bids/" + contractId, 200, of, json);
    }

    public void say(String path, int status, Map<String, String> with, String body) {
        say(path, status, with, body.getBytes(StandardCharsets.UTF_8));
    }

    public void say(String path, int status, Map<String, String> with, byte[] body) {
        answers.put(path, new Answer(status, with, body));
        sayAll();
    }

    public void sayAll(List<String> paths, String body) {
        paths.forEach(path -> answers.put(path, new Answer(200, Map.of(), body.getBytes(StandardCharsets.UTF_8))));
        sayAll();
    }

    private void sayAll() {
        esi.clearResponses();
        answers.forEach((each, answer) -> esi.respond(each, answer.status(), answer.headers(), answer.body()));
    }

    public static String http(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }

    @Override
    public void close() {
        esi.close();
    }
}
