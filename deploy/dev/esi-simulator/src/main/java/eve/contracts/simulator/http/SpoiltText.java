package eve.contracts.simulator.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.universe.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes text into a body that no JSON library writes. It puts a mark into the JSON tree and replaces the
/// bytes of the mark in the written tree.
final class SpoiltText {
    private static final String MARK = "!spoilt!";
    private static final List<byte[]> BAD_BYTES = List.of(
            latin("\u00ff"), latin("\u00e9t\u00e9"), latin("\u0080"), latin("\u00c0\u0080"), latin("\u00e2\u0082"));
    private static final List<byte[]> SURROGATES = List.of(latin("\\ud83d"), latin("\\ude00"), latin("\\ud83dx"));
    private static final List<byte[]> NUMBERS = List.of(latin("NaN"), latin("Infinity"), latin("-Infinity"));

    private SpoiltText() {}

    /// Returns the body with one corrupted entry; empty if the entry has neither title nor name, or, for
    /// [FaultKind#NOT_A_NUMBER], no number.
    static Optional<byte[]> of(JsonNode tree, ObjectNode entry, FaultKind fault, int pick) {
        boolean number = fault == FaultKind.NOT_A_NUMBER;
        String field = number ? numberOf(entry, pick) : textOf(entry);
        if (field.isEmpty()) {
            return Optional.empty();
        }
        entry.put(field, number ? MARK : MARK + entry.path(field).stringValue());
        byte[] bad = switch (fault) {
            case BAD_BYTE -> BAD_BYTES.get(pick % BAD_BYTES.size());
            case LONE_SURROGATE -> SURROGATES.get(pick % SURROGATES.size());
            default -> NUMBERS.get(pick % NUMBERS.size());
        };
        return Optional.of(replace(Json.bytes(tree), (number ? '"' + MARK + '"' : MARK).getBytes(US_ASCII), bad));
    }

    private static String textOf(ObjectNode entry) {
        return entry.path("title").isString() ? "title" : entry.path("name").isString() ? "name" : "";
    }

    private static String numberOf(ObjectNode entry, int pick) {
        List<String> numbers = entry.properties().stream()
                .filter(field -> field.getValue().isNumber())
                .map(field -> field.getKey())
                .filter(name -> !name.equals("contract_id"))
                .toList();
        return numbers.isEmpty() ? "" : numbers.get(pick % numbers.size());
    }

    private static byte[] replace(byte[] body, byte[] mark, byte[] with) {
        // In Latin-1 one byte is one character, so nothing else changes.
        String text = new String(body, ISO_8859_1);
        int at = text.indexOf(new String(mark, US_ASCII));
        return (text.substring(0, at) + new String(with, ISO_8859_1) + text.substring(at + mark.length))
                .getBytes(ISO_8859_1);
    }

    private static byte[] latin(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
