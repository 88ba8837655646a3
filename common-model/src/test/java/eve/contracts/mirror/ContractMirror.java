package eve.contracts.mirror;

import eve.contracts.model.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// An example of a consumer: it mirrors contracts in its own database and sends a notification for each change.
///
/// An event may arrive more than once. So each is handled in one transaction together with a record of its
/// `id`: an event whose `id` is recorded is skipped, and a state is written only when its version is later than
/// the stored one. Offsets are committed after that.
final class ContractMirror {

    static final String TABLES = """
            create table handled_event (id uuid primary key, handled_at timestamptz not null default now());
            create table mirrored_contract (contract_id bigint primary key, version bigint not null, data jsonb not null);
            create table notification (contract_id bigint not null, version bigint not null);""";

    /// The important settings of a consumer. One that reads only committed records receives fewer repeats.
    static final Map<String, Object> SETTINGS = Map.of(
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");

    private final DataSource database;

    ContractMirror(DataSource database) {
        this.database = database;
    }

    /// Handles the events that are available now; call it repeatedly. After a crash in between, some events are
    /// handled again.
    void follow(Consumer<byte[], byte[]> events) throws SQLException {
        for (ConsumerRecord<byte[], byte[]> event : events.poll(Duration.ofMillis(200))) {
            handle(event);
        }
        events.commitSync();
    }

    void handle(ConsumerRecord<byte[], byte[]> event) throws SQLException {
        long contractId = Long.parseLong(text(event.key()));
        long version = Long.parseLong(header(event, HeaderNames.CONTRACT_VERSION));
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            if (isNew(connection, UUID.fromString(header(event, HeaderNames.EVENT_ID)))) {
                mirror(connection, contractId, version, text(event.value()));
                notify(connection, contractId, version);
            }
            connection.commit();
        }
    }

    /// Forget ids after the topic's retention: `delete from handled_event where handled_at < now() - interval
    /// '8 days'`.
    private static boolean isNew(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement note =
                connection.prepareStatement("insert into handled_event (id) values (?) on conflict do nothing")) {
            note.setObject(1, id);
            return note.executeUpdate() == 1;
        }
    }

    private static void mirror(Connection connection, long contractId, long version, String data) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                insert into mirrored_contract as known (contract_id, version, data) values (?, ?, ?::jsonb)
                on conflict (contract_id) do update set version = excluded.version, data = excluded.data
                where known.version < excluded.version""")) {
            upsert.setLong(1, contractId);
            upsert.setLong(2, version);
            upsert.setString(3, data);
            upsert.executeUpdate();
        }
    }

    /// The action that must run once for each event; here it is a row.
    private static void notify(Connection connection, long contractId, long version) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into notification (contract_id, version) values (?, ?)")) {
            insert.setLong(1, contractId);
            insert.setLong(2, version);
            insert.executeUpdate();
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> event, String name) {
        return text(event.headers().lastHeader(name).value());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
