package eve.contracts.api.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
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
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 5 4 3 2 1",
                "?regionId=10000002 | 4 3 1",
                "?type=item_exchange | 5 4 3",
                "?type=courier | 2",
                "?typeId=34 | 5 3 1",
                "?typeId=47740 | 1",
                "?status=OPEN | 5 3 2 1",
                "?status=CLOSED | 4",
                "?minPrice=10 | 5 4 1",
                "?maxPrice=10 | 4 3",
                "?minPrice=5.0&maxPrice=20.5 | 5 4 3",
                "?minPrice=0 | 5 4 3 1",
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
                "?sort=price | 2 3 4 5 1",
                "?sort=-price | 1 5 4 3 2",
                "?sort=price&minPrice=0 | 3 4 5 1",
                "?sort=price&maxPrice=10 | 3 4",
                "?sort=price&typeId=34 | 3 5 1",
                "?sort=-price&status=OPEN | 1 5 3 2",
                "?sort=dateIssued | 1 2 3 4 5",
                "?sort=dateExpired&minPrice=10 | 1 4 5",
                "?sort=-dateExpired&typeId=34&minPrice=10 | 5 1",
                "?regionId=10000002&typeId=34&type=item_exchange&status=OPEN&minPrice=5&maxPrice=5 | 3",
                "?regionId=10000099 | ''",
            })
    void filters_restrict_and_latest_ids_come_first(String query, String ids) {
        var answer = caller.get("/api/contracts" + query);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(ids(answer.json())).isEqualTo(ids.isEmpty() ? List.of() : longs(ids));
        assertThat(answer.json().has("nextCursor")).isFalse();
    }

    @Test
    void a_found_contract_has_its_header_and_counts() {
        var found = caller.get("/api/contracts?type=auction").json().at("/contracts/0");

        assertThat(found.path("title").asString()).isEqualTo("Gila \"abyssal\"");
        assertThat(found.path("itemCount").asInt()).isEqualTo(3);
        assertThat(found.path("bidCount").asInt()).isEqualTo(1);
        assertThat(found.has("items")).isFalse();
    }

    @Test
    void pages_hold_each_contract_once_though_contracts_arrive_between_them() {
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
                .hasSize(25)
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
                "status=GONE | status | must be one of [OPEN, CLOSED]",
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
                "sort=title | sort | must be one of dateIssued, dateExpired, price",
                "sort=--price | sort | must be one of",
                "regionId=1&regionId=2 | regionId | must be given once",
            })
    void a_bad_parameter_is_named_and_told_what_is_allowed(String query, String parameter, String detail) {
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
