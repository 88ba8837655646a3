package eve.contracts.api.contracts.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

@ApiTest
class SearchTests {

    private final Caller caller;
    private final StoredRows stored;

    SearchTests(
            @Autowired Caller caller,
            @Autowired JdbcClient database,
            @Autowired PlatformTransactionManager transactions) {
        this.caller = caller;
        this.stored = new StoredRows(database, transactions);
    }

    @BeforeEach
    void store() {
        stored.clear();
        stored.auction(1);
        stored.courier(2);
        stored.exchange(3, 10_000_002, 34, "5.0", "OPEN");
        stored.exchange(4, 10_000_002, 35, "10.0", "CLOSED");
        stored.exchange(5, 10_000_043, 34, "20.5", "OPEN");
        stored.offer(6, "run out", "1.0", "2026-02-20T08:15:30Z", "2026-03-06T08:15:30Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 5 3 2 1",
                "?regionId=10000002 | 3 1",
                "?type=item_exchange | 5 3",
                "?type=courier | 2",
                "?typeId=34 | 5 3 1",
                "?typeId=47740 | 1",
                "?status=OPEN | 5 3 2 1",
                "?status=CLOSED | 4",
                "?status=EXPIRED | 6",
                "?status=EXPIRED&sort=price&typeId=34&q=run+out | 6",
                "?status=CLOSED&typeId=35&minPrice=10 | 4",
                "?status=CLOSED&typeId=34 | ''",
                "?expiresAfter=2096-03-06T08:15:30Z | 5 3 2 1",
                "?expiresAfter=2096-03-06T08:15:30.000001Z | ''",
                "?expiresBefore=2096-03-06T08:15:30Z | ''",
                "?expiresBefore=2096-03-06T08:15:30.000001Z&sort=price | 2 3 5 1",
                "?expiresAfter=2026-01-01T00:00:00Z&expiresBefore=2027-01-01T00:00:00Z&status=EXPIRED | 6",
                "?issuedAfter=2026-02-20T08:15:30Z&sort=dateExpired | 1 2 3 5",
                "?issuedAfter=2026-02-20T08:15:31Z | ''",
                "?issuedAfter=2026-02-20T08:15:30Z&status=CLOSED&sort=price&q=none | ''",
                "?minPrice=10 | 5 1",
                "?maxPrice=10 | 3",
                "?minPrice=5.0&maxPrice=20.5 | 5 3",
                "?minPrice=0 | 5 3 1",
                "?q=gila | 1",
                "?q=ABYSSAL+gila! | 1",
                "?q=gila+tengu | ''",
                "?q=abys | 1",
                "?q=A | 1",
                "?q=gila+abys | 1",
                "?q=abys+gila | ''",
                "?q=abyssals | ''",
                "?q=gi&typeId=34 | 1",
                "?q=gi&sort=price | 1",
                "?q=abyssal+abys | 1",
                "?q=gila&typeId=34 | 1",
                "?q=gila&typeId=35 | ''",
                "?sort=price | 2 3 5 1",
                "?sort=-price | 1 5 3 2",
                "?sort=price&minPrice=0 | 3 5 1",
                "?sort=price&maxPrice=10 | 3",
                "?sort=price&typeId=34 | 3 5 1",
                "?sort=-price&status=OPEN | 1 5 3 2",
                "?sort=dateIssued | 1 2 3 5",
                "?sort=dateExpired&minPrice=10 | 1 5",
                "?sort=-dateExpired&typeId=34&minPrice=10 | 5 1",
                "?regionId=10000002&typeId=34&type=item_exchange&status=OPEN&minPrice=5&maxPrice=5 | 3",
                "?regionId=10000099 | ''",
            })
    void filtersRestrictAndLatestIdsComeFirst(String query, String ids) {
        var answer = caller.get("/api/contracts" + query);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(ids(answer.json())).isEqualTo(ids.isEmpty() ? List.of() : longs(ids));
        assertThat(answer.json().has("nextCursor")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "出售 无畏级战列舰（满改） | 战列 ; 畏级 ; 列舰 满改 ; 舰 ; 无畏级战列舰",
                "ガンダム販売中 | ダム ; 販売 ; 中 ; ｶﾞﾝ ; 売中 ガン",
                "한국어계약 | 국어 ; 어계 ; 계약 ; 한",
                "Gila战列舰5x | gila ; 战列 ; 5 ; 列舰 gil",
                "Épée à vendre | epee ; épé ; ÉPÉE ; E\u0301pe\u0301e ; a vend",
                "E\u0301pe\u0301e | épée ; epee",
                "Größe XL | grosse ; GRÖẞE ; große xl",
                "naïve Łódź | NAIVE ; łódź ; lodz",
            })
    void aTitleIsFoundByAnyTwoCharactersAndHoweverItsLettersAreWritten(String title, String found) {
        stored.offer(7, title, "1.0", "2026-02-20T08:15:30Z", "2096-03-06T08:15:30Z");
        stored.offer(8, "Gila 战舰 other", "1.0", "2026-02-20T08:15:30Z", "2096-03-06T08:15:30Z");

        for (var q : found.split(" ; ")) {
            for (var sort : List.of("", "&sort=price")) {
                assertThat(ids(caller.get("/api/contracts?q=" + URLEncoder.encode(q, UTF_8) + sort)
                                .json()))
                        .as(q)
                        .contains(7L);
            }
        }
        assertThat(ids(caller.get("/api/contracts?q=" + URLEncoder.encode("出畏", UTF_8))
                        .json()))
                .isEmpty();
    }

    @Test
    void aFoundContractHasItsHeaderAndCounts() {
        var found = caller.get("/api/contracts?type=auction").json().at("/contracts/0");

        assertThat(found.path("title").asString()).isEqualTo("Gila \"abyssal\"");
        assertThat(found.path("itemCount").asInt()).isEqualTo(3);
        assertThat(found.path("bidCount").asInt()).isEqualTo(1);
        assertThat(found.has("items")).isFalse();
    }

    @Test
    void pagesHoldEachContractOnceThoughContractsArriveBetweenThem() {
        LongStream.rangeClosed(11, 30).forEach(id -> stored.exchange(id, 10_000_002, 34, "1.0", "OPEN"));
        var seen = new ArrayList<Long>();
        var path = "/api/contracts?limit=7";

        for (var page = caller.get(path).json(); ; ) {
            seen.addAll(ids(page));
            stored.exchange(100 + seen.size(), 10_000_002, 34, "1.0", "OPEN");
            if (!page.has("nextCursor")) {
                break;
            }
            page = caller.get(path + "&cursor=" + page.path("nextCursor").asString())
                    .json();
        }

        assertThat(seen)
                .hasSize(24)
                .isSortedAccordingTo((a, b) -> Long.compare(b, a))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "regionId=x | regionId | must be a whole number",
                "regionId=0 | regionId | must be positive",
                "typeId=-1 | typeId | must be positive",
                "type=AUCTION | type | must be one of [unknown, item_exchange, auction, courier, loan]",
                "status=GONE | status | must be one of [OPEN, EXPIRED, CLOSED]",
                "minPrice=cheap | minPrice | must be a number",
                "minPrice=-1 | minPrice | must be 0 or more",
                "maxPrice=1e999999999 | maxPrice | must be a number",
                "maxPrice=123456789012345678901 | maxPrice | must be 0 or more, with at most 20 digits",
                "minPrice=2&maxPrice=1 | minPrice | must not be more than maxPrice",
                "limit=0 | limit | must be between 1 and 200",
                "limit=201 | limit | must be between 1 and 200",
                "limit=99999999999 | limit | must be a whole number",
                "cursor=5 | cursor | must be the nextCursor of an earlier answer",
                "cursor=aWQ6eA | cursor | must be the nextCursor of an earlier answer",
                "region=5 | region | is no parameter of this call",
                "q=-- | q | must hold a word",
                "q= | q | must not be blank",
                "q=a%00b | q | must have at most 100 characters, and no control characters",
                "expiresAfter=2026-03-01 | expiresAfter | must be an instant in UTC",
                "expiresAfter=2026-02-30T00:00:00Z | expiresAfter | must be an instant in UTC",
                "expiresBefore=2026-03-01T24:00:00Z | expiresBefore | must be an instant in UTC",
                "expiresBefore=2026-03-01T12:00:60Z | expiresBefore | must be an instant in UTC",
                "issuedAfter=2026-03-01T12:00:00+01:00 | issuedAfter | must be an instant in UTC",
                "issuedAfter=2026-03-01T12:00Z | issuedAfter | must be an instant in UTC",
                "issuedAfter=2026-03-01t12:00:00z | issuedAfter | must be an instant in UTC",
                "issuedAfter=%2B12026-03-01T12:00:00Z | issuedAfter | must be an instant in UTC",
                "issuedAfter=0000-03-01T12:00:00Z | issuedAfter | must be an instant in UTC",
                "issuedAfter=1772366400 | issuedAfter | must be an instant in UTC",
                "issuedAfter= | issuedAfter | must not be blank",
                "expiresAfter=2026-03-01T12:00:01Z&expiresBefore=2026-03-01T12:00:00Z | expiresAfter | must not be later",
                "sort=title | sort | must be one of dateIssued, dateExpired, price",
                "sort=--price | sort | must be one of",
                "regionId=1&regionId=2 | regionId | must be given once",
            })
    void aBadParameterIsNamedAndToldWhatIsAllowed(String query, String parameter, String detail) {
        var answer = caller.get("/api/contracts?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("parameter").asString()).isEqualTo(parameter);
        assertThat(answer.json().path("detail").asString()).startsWith(parameter + " " + detail);
    }

    private static List<Long> ids(JsonNode page) {
        return page.path("contracts")
                .valueStream()
                .map(contract -> contract.path("contractId").asLong())
                .toList();
    }

    private static List<Long> longs(String ids) {
        return List.of(ids.split(" ")).stream().map(Long::valueOf).toList();
    }
}
