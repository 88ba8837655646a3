package eve.contracts.aggregator.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.engines.EmbeddedKafka;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.junit.jupiter.api.Test;

/// A broker that limits the bytes per second gets smaller transactions, instead of the same one again and
/// again.
class ThrottledBrokerTests {

    private static final int EVENTS = 60;
    private static final int EVENT_BYTES = 20_000;

    @Test
    void allEventsArrive() throws Exception {
        try (var kafka = EmbeddedKafka.options()
                        .property("quota.window.num", "2")
                        .start();
                var relays = new Relays(kafka.bootstrapServers());
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var everyone = new ClientQuotaEntity(Collections.singletonMap(ClientQuotaEntity.CLIENT_ID, null));
            admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                            everyone, List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 150_000.0)))))
                    .all()
                    .get();
            var dice = new Random(7);
            for (int contract = 1; contract <= EVENTS; contract++) {
                relays.commit(contract, 1, "\"" + letters(dice) + "\"");
            }

            relays.start();

            await().atMost(Duration.ofSeconds(60)).until(() -> relays.count("outbox") == 0);
            assertThat(relays.arrived().stream().distinct()).hasSize(EVENTS);
        }
    }

    /// Text that does not compress well.
    private static String letters(Random dice) {
        var letters = new StringBuilder(EVENT_BYTES);
        for (int i = 0; i < EVENT_BYTES; i++) {
            letters.append((char) ('a' + dice.nextInt(26)));
        }
        return letters.toString();
    }
}
