package eve.contracts.api.redrives;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.IdTopics;
import eve.contracts.engines.test.Database;
import eve.contracts.model.FailureReason;
import eve.contracts.schema.MigratedDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// A redrive whose process is killed twice while it runs. With `-Dredrive.letters=50000` it has its full size,
/// 500 replays per second; the default is a tenth of that.
class KilledRedriveTests {

    private static final int LETTERS = Integer.getInteger("redrive.letters", 5_000);
    private static final int CONTRACTS = LETTERS * 12 / 50;
    private static final int RATE = Math.max(100, LETTERS / 100);
    /// The first contracts have been stored since, and the next ones have been replayed too often.
    private static final int STORED_SINCE = CONTRACTS / 24;
    private static final int TOO_OFTEN = CONTRACTS / 60;
    private static final int REPLAYS = CONTRACTS - STORED_SINCE - TOO_OFTEN;

    private static final FailureReason[] REASONS = {
        FailureReason.ESI_SERVER_ERROR,
        FailureReason.ESI_UNREACHABLE,
        FailureReason.STORE_FAILED,
        FailureReason.DEADLINE_EXCEEDED,
        FailureReason.INTERNAL_ERROR
    };

    private final Database database = MigratedDatabase.create();
    private final IdTopics topics = new IdTopics(database);
    private final JdbcClient sql = MigratedDatabase.client(database);

    private ApiProcess api;

    @BeforeEach
    void fill() {
        var died = Instant.now().minusSeconds(3_600);
        topics.sendAll(IntStream.range(0, LETTERS).mapToObj(each -> letter(each, died.plusMillis(each))));
        sql.sql("insert into contract (contract_id, region_id, type, issuer_id, issuer_corporation_id, date_issued,"
                        + " date_expired, item_count, bid_count, status, version, content_hash, observed_at, fetched_at)"
                        + " select id, 10000002, 'courier', 2, 3, now(), now(), 0, 0, 'OPEN', 1, '', now(), now()"
                        + " from generate_series(1, ?) as stored(id)")
                .param(STORED_SINCE)
                .update();
        api = ApiProcess.start(database);
    }

    @AfterEach
    void close() {
        api.kill();
        topics.close();
    }

    @Test
    void eachContractIsReplayedAndEveryLetterIsAccountedFor() {
        var started = Instant.now();
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> letters() == LETTERS);
        tell("projected %d dead letters, start of the process included, within %s".formatted(LETTERS, since(started)));

        var dryRun = post("{\"filter\":{},\"dryRun\":true,\"ratePerSecond\":" + RATE + "}");
        tell("dry run: " + dryRun);
        assertThat(dryRun.at("/outcomes/REPLAYED").asLong()).isEqualTo(REPLAYS);
        assertThat(sum(dryRun.path("outcomes"))).isEqualTo(LETTERS);
        assertThat(dryRun.path("reasons").size()).isEqualTo(REASONS.length);

        var canary = post("{\"filter\":{},\"limit\":10,\"ratePerSecond\":" + RATE + ",\"note\":\"canary\"}");
        var canaryDone = await().atMost(Duration.ofSeconds(30))
                .until(() -> passed(canary), redrive -> state(redrive).equals("DONE"));
        tell("canary: " + canaryDone);
        assertThat(canaryDone.at("/outcomes/REPLAYED").asLong()).isEqualTo(10);

        started = Instant.now();
        var all = post("{\"filter\":{},\"ratePerSecond\":" + RATE + ",\"note\":\"the rest\"}");
        for (double progress : new double[] {0.3, 0.65}) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptions()
                    .until(() -> redrive(all).path("progress").asDouble() >= progress);
            tell("killed at " + redrive(all));
            api.kill();
            api = ApiProcess.start(database);
        }
        var done = await().atMost(Duration.ofMinutes(3))
                .ignoreExceptions()
                .until(() -> passed(all), redrive -> state(redrive).equals("DONE"));
        tell("done, two starts included, within %s: %s".formatted(since(started), done));

        assertThat(state(done)).isEqualTo("DONE");
        assertThat(sum(done.path("outcomes")))
                .isEqualTo(LETTERS - canaryDone.path("deadLetters").asLong());
        assertThat(done.at("/replays/answered").asLong()).isEqualTo(REPLAYS - 10);
        assertThat(done.path("pending").asLong(-1)).isZero();
        assertThat(done.at("/outcomes/REPLAYED").asLong()).isEqualTo(REPLAYS - 10);
        assertThat(done.at("/replays/sent").asLong()).isEqualTo(REPLAYS - 10);
        var states =
                api.caller().operator().get("/api/dead-letters/summary").json().path("states");
        assertThat(sum(states)).isEqualTo(LETTERS);
        assertThat(states.path("OPEN").asLong(-1)).isZero();
        assertEachContractWasReplayed();
        assertTheRateWasKept(all);
    }

    private void assertEachContractWasReplayed() {
        var replays = topics.replays().stream()
                .collect(Collectors.groupingBy(record -> Long.parseLong(new String(record.key(), UTF_8))));
        long again =
                replays.values().stream().mapToLong(each -> each.size() - 1).sum();
        tell("%d contracts replayed, %d replays sent again".formatted(replays.size(), again));
        assertThat(replays.keySet())
                .isEqualTo(IntStream.rangeClosed(STORED_SINCE + TOO_OFTEN + 1, CONTRACTS)
                        .mapToObj(Long::valueOf)
                        .collect(Collectors.toSet()));
        // The number of replays that one process can send without marking them, twice.
        assertThat(again).isLessThanOrEqualTo(2 * 200);
        replays.forEach((contract, records) -> assertThat(records)
                .allSatisfy(record -> assertThat(record.value()).isEqualTo(value(lastLetterOf(contract)))));
    }

    private void assertTheRateWasKept(JsonNode redrive) {
        long most = sql.sql("select max(replays) from (select count(*) as replays from replay where redrive_id = ?"
                        + " group by date_trunc('second', decided_at)) each_second")
                .param(redrive.path("id").asLong())
                .query(Long.class)
                .single();
        tell("at a rate of %d a second, the most decided in one second were %d".formatted(RATE, most));
        // A late step catches up at most a quarter of a second, and a step is a fifth of a second.
        assertThat(most).isLessThanOrEqualTo(RATE * 3L / 2);
    }

    private ProducerRecord<byte[], byte[]> letter(int number, Instant died) {
        long contract = number % CONTRACTS + 1;
        var like = topics.letter(contract, REASONS[number % REASONS.length], died);
        var letter =
                new ProducerRecord<>(like.topic(), null, like.timestamp(), like.key(), value(number), like.headers());
        boolean tooOften = contract > STORED_SINCE && contract <= STORED_SINCE + TOO_OFTEN;
        return tooOften ? topics.replayed(letter, 5, null) : letter;
    }

    private static byte[] value(int number) {
        return "{\"contractId\":%d,\"letter\":%d}"
                .formatted(number % CONTRACTS + 1, number)
                .getBytes(UTF_8);
    }

    private static int lastLetterOf(long contract) {
        int first = (int) contract - 1;
        return first + (LETTERS - 1 - first) / CONTRACTS * CONTRACTS;
    }

    private long letters() {
        return api.caller()
                .operator()
                .get("/api/dead-letters/summary")
                .json()
                .path("deadLetters")
                .asLong();
    }

    private JsonNode post(String body) {
        return api.caller().operator().post("/api/redrives", body).json();
    }

    private JsonNode passed(JsonNode begun) {
        topics.passAll();
        return redrive(begun);
    }

    private JsonNode redrive(JsonNode begun) {
        return api.caller()
                .operator()
                .get("/api/redrives/" + begun.path("id").asLong())
                .json();
    }

    private static String state(JsonNode redrive) {
        return redrive.path("state").asString();
    }

    private static long sum(JsonNode counts) {
        return counts.valueStream().mapToLong(JsonNode::asLong).sum();
    }

    private static Duration since(Instant start) {
        return Duration.between(start, Instant.now()).truncatedTo(ChronoUnit.MILLIS);
    }

    private static void tell(String line) {
        System.out.println("REDRIVE " + line);
    }
}
