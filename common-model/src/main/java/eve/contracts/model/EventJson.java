package eve.contracts.model;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// Writes event data as JSON and reads it back; nothing else does.
///
/// Numbers keep the digits they were sent with (`100000000.0` stays so, exponents are written out), times are
/// ISO-8601 in UTC, absent fields stay absent, and unknown fields are ignored, so that an older reader can read
/// events of a newer writer. The result satisfies the JSON Schema of its type under `schemas/`.
public final class EventJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    /// Returns the mapper, for parts of an event such as the column with an item's roll; immutable.
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /// Writes an event's data.
    public static String write(ContractEvent event) {
        return MAPPER.writeValueAsString(event);
    }

    /// Reads an event's data back; [#write] gives an equal event.
    ///
    /// @throws JacksonException when the data is no event of this type
    public static ContractEvent read(EventType type, byte[] data) {
        return MAPPER.readValue(data, recordOf(type));
    }

    /// Reads an event's data back from text.
    ///
    /// @throws JacksonException when the data is no event of this type
    public static ContractEvent read(EventType type, String data) {
        return MAPPER.readValue(data, recordOf(type));
    }

    private static Class<? extends ContractEvent> recordOf(EventType type) {
        return switch (type) {
            case STORED -> ContractStored.class;
            case CLOSED -> ContractClosed.class;
            case UNAVAILABLE -> ContractUnavailable.class;
        };
    }

    private EventJson() {}
}
