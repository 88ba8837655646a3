package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.simulator.universe.Truth;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Compares the events of a whole run with the simulator's truth.
public final class RunChecker {

    private static final int MOST_DAMAGE = 3;

    private RunChecker() {}

    /// Returns the events without repetitions: delivery is at least once, and a repeated event has the same id.
    public static List<ConsumerRecord<byte[], byte[]>> once(List<ConsumerRecord<byte[], byte[]>> events) {
        return List.copyOf(events.stream()
                .collect(
                        Collectors.toMap(event -> header(event, "ce_id"), Function.identity(), (first, again) -> first))
                .values());
    }

    /// Returns the contract ids, which are the keys of the records.
    public static List<Long> ids(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(each -> Long.valueOf(new String(each.key(), StandardCharsets.UTF_8)))
                .toList();
    }

    public static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /// Compares a stored contract with the truth, except an auction's expiry, which changes with the second of
    /// the listing; the listing may have been regenerated since.
    ///
    /// @param stored the data of a `contract.stored.v1`
    public static void check(Truth truth, JsonNode stored) {
        check(truth, stored, truth.rolls());
    }

    /// Compares like [#check], but allows the effects of faults: a title that ESI damaged, stored with U+FFFD,
    /// and rolls that the contract records as not available.
    public static void checkWithFaults(Truth truth, JsonNode stored) {
        ObjectNode healed = (ObjectNode) stored.deepCopy();
        String sent = truth.header().path("title").asString("");
        String title = stored.path("title").asString("");
        if (title.startsWith("\uFFFD") && title.endsWith(sent) && title.length() <= sent.length() + MOST_DAMAGE) {
            healed.put("title", sent);
        }
        ObjectNode rolls = (ObjectNode) truth.rolls().deepCopy();
        stored.path("items").forEach(item -> {
            if (item.has("dynamicUnavailable")) {
                rolls.remove(item.path("itemId").asString());
            }
        });
        check(truth, healed, rolls);
    }

    private static void check(Truth truth, JsonNode stored, JsonNode rolls) {
        ObjectNode header = (ObjectNode) truth.header().deepCopy();
        if (header.path("type").asString().equals("auction")) {
            header.set("date_expired", stored.path("dateExpired"));
        }
        TruthChecker.check(stored, header, truth.items(), truth.bids(), rolls);
    }

    /// Asserts that the contract may be answered as unavailable.
    public static void checkGone(Truth truth) {
        assertThat(truth.gone()).as("why %s is unavailable", truth.contractId()).isNotNull();
    }
}
