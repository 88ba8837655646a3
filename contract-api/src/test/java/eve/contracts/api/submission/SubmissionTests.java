package eve.contracts.api.submission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.engines.test.Database;
import eve.contracts.model.ContractIdMessage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class SubmissionTests {

    private static final String PATH = "/api/contract-ids";

    @Autowired
    Caller caller;

    private final Database database;
    private final PublishedIds published;

    SubmissionTests(@Autowired Database database) {
        this.database = database;
        this.published = new PublishedIds(database.name() + "-contract-ids");
    }

    @BeforeEach
    void createTopic() {
        IdTopics.create(database);
        published.skipToEnd();
    }

    @AfterEach
    void close() {
        published.close();
    }

    @Test
    void idsAreOnTheTopicWhenTheCallReturns() throws Exception {
        var answer = caller.operator().post(PATH, "{\"contractIds\":[3,1,2],\"regionId\":10000002}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"submitted\":3,\"duplicates\":0,\"published\":3}");
        assertThat(published.keysAndMessages())
                .containsOnly(
                        Map.entry("1", new ContractIdMessage(1, 10_000_002L)),
                        Map.entry("2", new ContractIdMessage(2, 10_000_002L)),
                        Map.entry("3", new ContractIdMessage(3, 10_000_002L)));
    }

    @Test
    void theRegionMayBeLeftOutAndAnIdThatComesTwiceIsPublishedOnce() throws Exception {
        var answer = caller.operator().post(PATH, "{\"contractIds\":[7,8,7,7],\"regionId\":null}");

        assertThat(answer.body()).isEqualTo("{\"submitted\":4,\"duplicates\":2,\"published\":2}");
        assertThat(published.keysAndMessages())
                .containsOnly(
                        Map.entry("7", new ContractIdMessage(7, null)), Map.entry("8", new ContractIdMessage(8, null)));
    }

    @Test
    void tenThousandIdsAreTakenInOneCall() throws Exception {
        var answer = caller.operator().post(PATH, body(10_000));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(published.keysAndMessages()).hasSize(10_000);
    }

    @Test
    void oneMoreIsRefusedAsAWhole() throws Exception {
        var answer = caller.operator().post(PATH, body(10_001));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asString()).contains("at most 10000 ids, not 10001");
        assertThat(published.keysAndMessages()).isEmpty();
    }

    @Test
    void eachBadIdIsNamedByItsIndexAndNoneIsPublished() throws Exception {
        var answer = caller.operator()
                .post(
                        PATH,
                        "{\"contractIds\":[1,0,2,-5,1.5,\"123\",null,9223372036854775808,[3],9223372036854775807]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("parameter").asString()).isEqualTo("contractIds");
        assertThat(answer.json().path("invalid").valueStream())
                .extracting(bad -> bad.path("index").asInt())
                .containsExactly(1, 3, 4, 5, 6, 7, 8);
        assertThat(published.keysAndMessages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | contractIds must hold at least one id",
                "{\"contractIds\":[]} | contractIds must hold at least one id",
                "{\"contractIds\":null} | contractIds must hold at least one id",
                "{\"contractIds\":[1],\"regionId\":0} | regionId must be between 1",
                "{\"contractIds\":[1],\"regionId\":\"The Forge\"} | regionId must be a whole number",
                "{\"contractIds\":[1],\"regionID\":10000002} | regionID is no field of this call",
                "{\"contractIds\":[1],\"contractIds\":[2]} | contractIds must be given once",
                "{\"contractIds\":[1] | The body is",
                "{\"contractIds\":7} | contractIds must be a list",
                "[1,2] | The body is missing, or is not of the documented form",
                "{\"contractIds\":[1]} {} | The body is",
                "'' | The body is missing, or is not of the documented form",
            })
    void aBadBodyIsToldWhatIsWrong(String body, String detail) throws Exception {
        var answer = caller.operator().post(PATH, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("detail").asString()).startsWith(detail);
        assertThat(published.keysAndMessages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyBeyondItsBoundIsRefusedWithAndWithoutADeclaredLength(boolean declared) throws Exception {
        var bytes = ("{\"contractIds\":[1]" + " ".repeat(1024 * 1024) + "}").getBytes(UTF_8);
        var publisher = declared
                ? BodyPublishers.ofByteArray(bytes)
                : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));

        var answer = caller.operator()
                .send(caller.operator()
                        .request(PATH)
                        .header("Content-Type", "application/json")
                        .POST(publisher));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(published.keysAndMessages()).isEmpty();
    }

    @Test
    void aFormOfAnotherSiteCannotPublish() {
        var request = caller.operator()
                .request(PATH)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"contractIds\":[1]}"));

        assertThat(caller.send(request).status()).isEqualTo(415);
    }

    private static String body(int ids) {
        return LongStream.rangeClosed(1, ids)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(",", "{\"contractIds\":[", "]}"));
    }
}
