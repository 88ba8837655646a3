package eve.contracts.debezium;

import eve.contracts.engines.EmbeddedPostgresServer;
import eve.contracts.model.EventJson;
import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;

/// Runs Debezium in this process with the shipped connector configuration: its transformations and its
/// converters.
final class Debezium implements AutoCloseable {

    private final List<Event> records = new CopyOnWriteArrayList<>();
    private final DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine;
    private final Properties shipped;

    private Debezium(Properties properties) {
        this.shipped = properties;
        this.engine = DebeziumEngine.create(Connect.class)
                .using(properties)
                .notifying(change -> {
                    SourceRecord record = change.value();
                    if (!record.topic().startsWith("__debezium")) {
                        records.add(converted(record));
                    }
                })
                .build();
        Thread.ofPlatform().daemon().name("debezium").start(engine);
    }

    static Debezium start(EmbeddedPostgresServer postgres) throws IOException {
        var properties = new Properties();
        EventJson.mapper()
                .readTree(Files.readString(Path.of("connector.json")))
                .path("config")
                .forEachEntry((name, value) -> properties.setProperty(name, value.asString()));
        properties.putAll(Map.of(
                "name", "contract-events",
                "database.hostname", "127.0.0.1",
                "database.port", Integer.toString(postgres.port()),
                "database.dbname", "postgres",
                "database.user", postgres.username(),
                "database.password", postgres.password(),
                "offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore",
                "offset.flush.interval.ms", "1000"));
        return new Debezium(properties);
    }

    List<Event> records() {
        return records;
    }

    private Event converted(SourceRecord record) {
        Map<String, String> headers = new TreeMap<>();
        HeaderConverter header = converter("header.converter", HeaderConverter.class);
        record.headers().forEach(each -> {
            byte[] value = header.fromConnectHeader(record.topic(), each.key(), each.schema(), each.value());
            if (value != null) {
                headers.put(each.key(), OutboxRouterTests.text(value));
            }
        });
        byte[] key = converter("key.converter", Converter.class)
                .fromConnectData(record.topic(), record.keySchema(), record.key());
        byte[] value = converter("value.converter", Converter.class)
                .fromConnectData(record.topic(), record.valueSchema(), record.value());
        return new Event(record.topic(), OutboxRouterTests.text(key), OutboxRouterTests.text(value), headers);
    }

    private <T> T converter(String property, Class<T> type) {
        try {
            return type.cast(Class.forName(shipped.getProperty(property))
                    .getDeclaredConstructor()
                    .newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        engine.close();
    }
}
