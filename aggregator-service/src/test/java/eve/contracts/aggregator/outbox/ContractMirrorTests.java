package eve.contracts.aggregator.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.engines.test.Engines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ContractMirrorTests {

    @Test
    void repeatsAndRewindsChangeNothing() throws Exception {
        try (var relays = new Relays()) {
            for (int version = 1; version <= 3; version++) {
                relays.commit(1, version, "{\"version\":%d}".formatted(version));
                relays.commit(2, version, "{\"version\":%d}".formatted(version));
            }
            relays.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> relays.count("outbox") == 0);
            var database = Engines.shared().createDatabase();
            var source = new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password());
            var jdbc = JdbcClient.create(source);
            jdbc.sql(ContractMirror.TABLES).update();
            var mirror = new ContractMirror(source);
            var events = new ArrayList<>(relays.records());
            var twice = new ArrayList<>(events);
            Collections.reverse(events);
            twice.addAll(events);

            for (var event : twice) {
                mirror.handle(event);
            }

            assertThat(jdbc.sql("select version from mirrored_contract where data ->> 'version' = version::text")
                            .query(Long.class)
                            .list())
                    .containsExactly(3L, 3L);
            assertThat(jdbc.sql("select count(*) from notification")
                            .query(Long.class)
                            .single())
                    .isEqualTo(6);
        }
    }
}
