package eve.contracts.aggregator.store;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.schema.MigratedDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ExpiredPruningTests {

    private static final String CONTRACT = """
            insert into contract (contract_id, region_id, type, issuer_id, issuer_corporation_id, date_issued,
                date_expired, price, title, item_count, bid_count, status, version, content_hash, observed_at, fetched_at)
            values (%d, 10000002, 'courier', 2, 3, now(), now() + interval '%d days', 5, 'Gila', 0, 0, 'OPEN', 1,
                '\\x00', now(), now())""";

    @Test
    void aContractThatExpiredLeavesTheOpenOnesAndReturnsWhenItIsExtended() {
        var jdbc = MigratedDatabase.client(MigratedDatabase.create());
        jdbc.sql(CONTRACT.formatted(1, 1)).update();
        jdbc.sql(CONTRACT.formatted(2, 9)).update();
        var tomorrow = Clock.fixed(Instant.now().plus(Duration.ofHours(25)), ZoneOffset.UTC);

        new ExpiredPruning(jdbc, tomorrow).prune();

        assertThat(open(jdbc, 1)).isEmpty();
        assertThat(open(jdbc, 2)).contains("*", "gila");

        jdbc.sql("update contract set date_expired = now() + interval '2 days' where contract_id = 1")
                .update();

        assertThat(open(jdbc, 1)).contains("*", "gila");
    }

    private static List<String> open(JdbcClient jdbc, long id) {
        return jdbc.sql("select term from open_term where contract_id = ?")
                .param(id)
                .query((row, _) -> row.getString("term"))
                .list();
    }
}
