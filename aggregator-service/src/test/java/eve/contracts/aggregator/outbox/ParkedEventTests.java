package eve.contracts.aggregator.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// An event that Kafka will never accept holds back only its own contract, and can be sent again.
class ParkedEventTests {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String REDRIVE =
            "update outbox set parked_at = null, failure = null where failure is not null";

    private final Relays relays = new Relays();

    @AfterEach
    void stop() {
        relays.close();
    }

    @Test
    void anEventTooLargeForTheBrokerIsParkedWithThoseBehindItAndGoesOutInOrderOnceRedriven() {
        relays.commit(1, 1, "{}");
        relays.commit(1, 2, incompressible(Relays.MAX_BYTES * 2));
        relays.commit(1, 3, "{}");
        relays.commit(2, 1, "{}");
        var relay = relays.start();
        await().atMost(SOON).until(() -> relays.count("outbox where parked_at is null") == 0);
        relays.commit(1, 4, "{}");
        relays.commit(2, 2, "{}");

        await().atMost(SOON).until(() -> relays.arrived().contains("2/2"));
        assertThat(relays.arrived().stream().distinct()).containsExactlyInAnyOrder("1/1", "2/1", "2/2");
        assertThat(relays.jdbc()
                        .sql("select failure from outbox where version = 2")
                        .query(String.class)
                        .single())
                .startsWith("RecordTooLargeException");
        assertThat(Relays.counter(relay, "outbox.parked")).isOne();
        await().atMost(SOON).until(() -> relays.count("outbox where parked_at is not null") == 3);

        relays.maxBytes(Relays.MAX_BYTES * 10);
        relays.jdbc().sql(REDRIVE).update();

        await().atMost(SOON).until(() -> relays.count("outbox") == 0);
        assertThat(relays.arrived().stream()
                        .filter(each -> each.startsWith("1/"))
                        .distinct())
                .containsExactly("1/1", "1/2", "1/3", "1/4");
    }

    @Test
    void anEventTooLargeForTheProducerIsParked() {
        relays.start("spring.kafka.producer.properties.max.request.size=5242880");

        relays.commit(3, 1, "x".repeat(6_000_000));
        relays.commit(4, 1, "{}");

        await().atMost(SOON).until(() -> relays.arrived().contains("4/1"));
        await().atMost(SOON).until(() -> relays.count("outbox where failure like 'RecordTooLarge%'") == 1);
    }

    @Test
    void thousandsOfParkedContractsDoNotHoldBackTheOthers() {
        relays.jdbc().sql("""
                insert into outbox (contract_id, version, type, data, parked_at, failure)
                select contract, version, 'contract.stored.v1', '{}', case version when 1 then now() end,
                    case version when 1 then 'too large' end
                from generate_series(1, 5000) contract, generate_series(1, 3) version""").update();
        relays.start("contracts.outbox.batch-size=160");

        relays.commit(10_001, 1, "{}");

        await().atMost(SOON).until(() -> relays.arrived().contains("10001/1"));
        assertThat(relays.arrived()).containsExactly("10001/1");
        await().atMost(SOON).until(() -> relays.count("outbox where parked_at is null") == 0);
    }

    @Test
    void parkedEventsAreNotReadToPassThemOverThoughThereWereNoneWhenTheStatementWasPlanned() {
        var relay = relays.start("contracts.outbox.enabled=false", "spring.datasource.hikari.maximum-pool-size=1");
        relay.getBean(BucketLeases.class).balance();
        var outbox = relay.getBean(OutboxTable.class);
        relays.jdbc().sql("vacuum analyze outbox").update();
        for (int i = 0; i < 20; i++) {
            outbox.pending(16, 1000, 16);
        }
        relays.jdbc().sql("""
                insert into outbox (contract_id, version, type, data, parked_at, failure)
                select contract, 1, 'contract.stored.v1', '{}', case when contract <= 5000 then now() end,
                    case when contract <= 5000 then 'too large' end
                from generate_series(1, 6000) contract""").update();

        assertThat(outbox.pending(16_000, 10_000_000, 16)).hasSize(1000);

        var session = relay.getBean(JdbcClient.class);
        session.sql("select pg_stat_force_next_flush()").query().listOfRows();
        assertThat(relays.jdbc()
                        .sql("select idx_tup_read from pg_stat_user_indexes where indexrelname = 'outbox_parked'")
                        .query(Long.class)
                        .single())
                .isLessThan(10_000);
    }

    @Test
    void oneAfterTheOtherIsTriedAloneOnceOneWasTooLarge() {
        for (int contract = 1; contract <= 100; contract++) {
            relays.commit(contract, 1, contract % 2 == 0 ? "{}" : incompressible(Relays.MAX_BYTES + 1000));
        }
        relays.start();

        await().atMost(SOON).until(() -> relays.count("outbox where parked_at is null") == 0);
        assertThat(relays.count("outbox where failure is not null")).isEqualTo(50);
        assertThat(relays.arrived().stream().distinct()).hasSize(50);
    }

    private static String incompressible(int length) {
        var random = new Random(1);
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) ('0' + random.nextInt(74)));
        }
        return text.toString();
    }
}
