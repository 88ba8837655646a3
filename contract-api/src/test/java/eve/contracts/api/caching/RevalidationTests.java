package eve.contracts.api.caching;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.contracts.search.Samples;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@ApiTest
class RevalidationTests {

    private static final List<String> OPEN =
            List.of("/api/contracts", "/api/contracts/1", "/api/contract-ids/1", "/v3/api-docs");

    @Autowired
    Caller caller;

    @Autowired
    JdbcClient database;

    @Autowired
    PlatformTransactionManager transactions;

    @BeforeEach
    void store() {
        new Samples(database, transactions).store();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/contracts",
                "/api/contracts?limit=1",
                "/api/contracts?x=1",
                "/api/contracts/1",
                "/api/contracts/404",
                "/api/contract-ids/1",
                "/api/dead-letters",
                "/api/dead-letters/0-0",
                "/api/dead-letters/summary",
                "/api/redrives",
                "/api/redrives/0",
                "/v3/api-docs",
                "/problems",
                "/nowhere",
            })
    void headSaysWhatGetWould(String path) {
        for (var as : List.of(caller, caller.reader())) {
            var get = as.get(path);
            var head = as.head(path);

            assertThat(head.status()).isEqualTo(get.status());
            for (var name : List.of("ETag", "Cache-Control", "Content-Type", "Link", "Content-Length")) {
                assertThat(head.header(name)).as("%s of %s", name, path).isEqualTo(get.header(name));
            }
            assertThat(head.body()).isEmpty();
        }
    }

    @Test
    void anAnswerThatIsKnownIsNotSentAgainHoweverItIsAsked() {
        for (var path : OPEN) {
            var etag = caller.get(path).header("ETag");
            assertThat(etag).as(path).isNotEmpty();
            var strong = etag.replace("W/", "");
            for (var known : List.of(etag, strong, "\"a\", " + etag, strong + ",W/\"b\"", "*", "W/\"a,b\" ," + etag)) {
                for (var answer :
                        List.of(caller.get(path, "If-None-Match", known), caller.head(path, "If-None-Match", known))) {
                    assertThat(answer.status()).as("%s %s", path, known).isEqualTo(304);
                    assertThat(answer.header("ETag")).isEqualTo(etag);
                    assertThat(answer.header("Cache-Control")).isNotEmpty();
                    assertThat(answer.body()).isEmpty();
                }
            }
            for (var other : List.of("\"a\"", "W/\"a\"", "a", "W/", "\"", ",", "\"*\"")) {
                assertThat(caller.get(path, "If-None-Match", other).status())
                        .as(other)
                        .isEqualTo(200);
            }
        }
        assertThat(caller.get("/api/contracts/404", "If-None-Match", "*").status())
                .isEqualTo(404);
    }

    @Test
    void aCompressedAnswerHasTheSameEtagAsAPlainOne() throws Exception {
        for (var path : List.of("/v3/api-docs", "/api/contracts/1")) {
            var plain = caller.get(path);
            try (var client = HttpClient.newHttpClient()) {
                var packed = client.send(
                        caller.request(path, "Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());

                assertThat(packed.headers().firstValue("Content-Encoding"))
                        .as(path)
                        .contains("gzip");
                assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                        .isEqualTo(plain.body().getBytes(UTF_8));
                var etag = packed.headers().firstValue("ETag").orElseThrow();
                assertThat(plain.header("ETag")).isEqualTo(etag);
                assertThat(String.join(",", packed.headers().allValues("Vary")).toLowerCase(java.util.Locale.ROOT))
                        .contains("accept-encoding");
                assertThat(String.join(",", plain.response().headers().allValues("Vary"))
                                .toLowerCase(java.util.Locale.ROOT))
                        .contains("accept-encoding");
                assertThat(caller.get(path, "If-None-Match", etag).status()).isEqualTo(304);
                assertThat(caller.get(path, "If-None-Match", etag, "Accept-Encoding", "gzip")
                                .status())
                        .isEqualTo(304);
                assertThat(caller.head(path, "Accept-Encoding", "gzip").header("ETag"))
                        .isEqualTo(etag);
            }
        }
        assertThat(caller.get("/api/contract-ids/1", "Accept-Encoding", "gzip").header("Content-Encoding"))
                .as("too short to gain by it")
                .isEmpty();
    }

    @Test
    void aCacheMayKeepForAMomentWhatIsOpenAndNothingElse() {
        for (var path : List.of("/api/contracts", "/api/contracts/1", "/api/contract-ids/1")) {
            assertThat(caller.get(path).header("Cache-Control")).as(path).matches("public, max-age=([1-9]|10)");
            assertThat(caller.get(path).response().headers().map()).doesNotContainKeys("pragma", "expires");
            assertThat(caller.reader().get(path).header("Cache-Control"))
                    .as(path)
                    .isEqualTo("private, no-cache");
        }
        for (var path :
                List.of("/api/dead-letters", "/api/dead-letters/summary", "/api/redrives", "/api/contracts/404")) {
            assertThat(caller.reader().get(path).header("Cache-Control"))
                    .as(path)
                    .contains("no-store");
        }
        for (var path : List.of(
                "/api/contracts/404", "/api/contracts?x=1", "/api/contracts/x", "/api/dead-letters", "/nowhere")) {
            assertThat(caller.get(path).response().headers().allValues("Cache-Control"))
                    .as(path)
                    .hasSize(1);
            assertThat(caller.get(path).header("Cache-Control")).as(path).contains("no-store");
        }
        assertThat(caller.operator().post("/api/contract-ids", "{}").header("Cache-Control"))
                .contains("no-store");
    }
}
