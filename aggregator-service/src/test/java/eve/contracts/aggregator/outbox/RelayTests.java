package eve.contracts.aggregator.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.engines.EmbeddedKafka;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The guarantees of relays, on a real broker and a real database.
class RelayTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private Relays relays = new Relays();

    @AfterEach
    void stop() {
        relays.close();
    }

    @Test
    void anEventCommittedLateIsNotPassedOverThoughItsSequenceIsLower() throws Exception {
        relays.start();
        var database = relays.database();
        try (var slow = DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                var insert = slow.createStatement()) {
            slow.setAutoCommit(false);
            insert.execute("insert into outbox (contract_id, version, type, data) values (1, 1, 't', '{}')");
            relays.commit(17, 1, "{}");
            await().atMost(SOON).until(() -> relays.arrived().contains("17/1"));
            slow.commit();
        }

        await().atMost(SOON).until(() -> relays.arrived().contains("1/1"));
    }

    @Test
    void bucketsAreSharedEvenlyAndMoveWithinSecondsWhenRelaysComeAndGo() {
        var first = relays.start();
        await().atMost(SOON).until(() -> Relays.gauge(first, "outbox.leases.held") == 16);

        var second = relays.start();
        var third = relays.start();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> List.of(5.0, 5.0, 6.0)
                        .equals(List.of(first, second, third).stream()
                                .map(each -> Relays.gauge(each, "outbox.leases.held"))
                                .sorted()
                                .toList()));

        third.close();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> Relays.gauge(first, "outbox.leases.held") == 8
                        && Relays.gauge(second, "outbox.leases.held") == 8);
    }

    @Test
    void aRelayWhoseBucketWasTakenFinishesNothing() {
        var paused = relays.start("contracts.outbox.enabled=false");
        paused.getBean(BucketLeases.class).balance();
        relays.commit(5, 1, "{}");
        var outbox = paused.getBean(OutboxTable.class);
        List<OutboxEvent> read = outbox.pending(10, 1000, 1);
        assertThat(read).hasSize(1);

        relays.jdbc().sql("update outbox_bucket set epoch = epoch + 1").update();

        assertThat(outbox.delete(read)).isZero();
        outbox.park(read.getFirst(), "late");
        assertThat(relays.count("outbox where parked_at is null")).isOne();
    }

    @Test
    void aRelayPastItsLeaseFinishesNothingThoughNobodyTookItsBuckets() {
        var paused = relays.start("contracts.outbox.enabled=false");
        paused.getBean(BucketLeases.class).balance();
        relays.commit(5, 1, "{}");
        var outbox = paused.getBean(OutboxTable.class);
        List<OutboxEvent> read = outbox.pending(10, 1000, 1);

        relays.jdbc()
                .sql("update outbox_bucket set leased_until = now() - interval '1 s'")
                .update();

        assertThat(outbox.delete(read)).isZero();
        assertThat(outbox.pending(10, 1000, 1)).isEmpty();
    }

    @Test
    void whatAFencedRelaySendsIsRefusedByKafkaAndItCanBeginAnew() throws InterruptedException {
        var paused = relays.start("contracts.outbox.enabled=false");
        paused.getBean(BucketLeases.class).balance();
        relays.commit(5, 1, "{}");
        List<OutboxEvent> read = paused.getBean(OutboxTable.class).pending(10, 1000, 1);
        EventSender sender = paused.getBean(EventSender.class);
        sender.open();

        paused.getBean(ProducerFence.class)
                .raise(List.of(paused.getBean(RelayName.class).value()));

        assertThat(sender.send(read)).isInstanceOf(SendOutcome.NotNow.class);
        assertThat(sender.isOpen()).isFalse();
        assertThat(relays.records()).isEmpty();
        sender.open();
        assertThat(sender.send(read)).isInstanceOf(SendOutcome.Acknowledged.class);
    }

    @Test
    void theEventsOfADeadRelayAreSentOnlyAfterItIsFenced() {
        relays.jdbc().sql("""
                update outbox_bucket set holder = 'dead-relay', leased_until = now() - interval '1 s', epoch = 7""").update();
        relays.commit(5, 1, "{}");
        var taker = relays.start("contracts.outbox.enabled=false");
        var leases = taker.getBean(BucketLeases.class);
        var outbox = taker.getBean(OutboxTable.class);

        assertThat(leases.balance()).isEqualTo(16);
        assertThat(leases.unfenced()).containsExactly("dead-relay");
        assertThat(outbox.pending(10, 1000, 1)).isEmpty();

        leases.fenced(List.of("dead-relay"));
        assertThat(outbox.pending(10, 1000, 1))
                .singleElement()
                .satisfies(event -> assertThat(event.epoch()).isEqualTo(8));
    }

    @Test
    void aRelayThatDoesNotReachKafkaHoldsNoBucketsBackFromOneThatDoes() {
        relays.start("spring.kafka.bootstrap-servers=127.0.0.1:1");
        relays.start();

        for (long contract = 1; contract <= 32; contract++) {
            relays.commit(contract, 1, "{}");
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> relays.count("outbox") == 0);
    }

    @Test
    void aBrokerOutOfReachIsWaitedFor() {
        relays.close();
        try (var kafka = EmbeddedKafka.options().start()) {
            relays = new Relays(kafka.bootstrapServers());
            var relay = relays.start();
            relays.commit(1, 1, "{}");
            await().atMost(SOON).until(() -> relays.count("outbox") == 0);

            kafka.stop();
            for (int version = 2; version < 20; version++) {
                relays.commit(1, version, "{}");
            }
            await().atMost(SOON).until(() -> Relays.counter(relay, "outbox.failed") > 0);
            await().atMost(SOON).until(() -> Relays.gauge(relay, "outbox.records", "state", "pending") == 18);
            assertThat(Relays.gauge(relay, "outbox.oldest.pending.age")).isPositive();
            kafka.start();

            await().atMost(SOON).until(() -> relays.count("outbox") == 0);
            assertThat(relays.arrived().stream().distinct()).hasSize(19);
            assertThat(Relays.counter(relay, "outbox.parked")).isZero();
            relays.close();
        }
    }

    @Test
    void aLongBatchIsLeftInTimeToKeepItsLeases() {
        relays.jdbc().sql("""
                insert into outbox (contract_id, version, type, data)
                select 1, version, 'contract.stored.v1', '{}' from generate_series(1, 2000) version""").update();

        relays.start(
                "contracts.outbox.batch-size=32000", "contracts.outbox.lease=4s", "contracts.outbox.heartbeat=500ms");

        await().atMost(Duration.ofMinutes(1)).until(() -> relays.count("outbox") == 0);
        assertThat(relays.count("outbox_bucket where epoch = 1")).isEqualTo(16);
    }

    @Test
    void aBatchIsNeverLargerThanSaid() {
        var relay = relays.start("contracts.outbox.enabled=false");
        relay.getBean(BucketLeases.class).balance();
        for (int contract = 1; contract <= 64; contract++) {
            relays.commit(contract, 1, "{}");
        }

        assertThat(relay.getBean(OutboxTable.class).pending(47, 100_000, 16)).hasSize(32);
    }

    @Test
    void whatIsSentIsCountedAndTimed() {
        var relay = relays.start();
        for (int contract = 1; contract <= 10; contract++) {
            relays.commit(contract, 1, "{}");
        }

        await().atMost(SOON).until(() -> Relays.counter(relay, "outbox.sent") == 10);
        var latency = relay.getBean(io.micrometer.core.instrument.MeterRegistry.class)
                .get("outbox.latency")
                .timer();
        assertThat(latency.count()).isEqualTo(10);
        assertThat(latency.max(java.util.concurrent.TimeUnit.SECONDS)).isBetween(0.0, 30.0);
        assertThat(Relays.gauge(relay, "outbox.records", "state", "parked")).isZero();
    }
}
