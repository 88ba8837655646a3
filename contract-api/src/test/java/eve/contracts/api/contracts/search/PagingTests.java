package eve.contracts.api.contracts.search;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

@ApiTest
class PagingTests {

    private final Caller caller;
    private final JdbcClient database;
    private final StoredRows stored;

    PagingTests(
            @Autowired Caller caller,
            @Autowired JdbcClient database,
            @Autowired PlatformTransactionManager transactions) {
        this.caller = caller;
        this.database = database;
        this.stored = new StoredRows(database, transactions);
    }

    @BeforeEach
    void clear() {
        stored.clear();
    }

    /// Prices, dates and titles repeat, and every fourth contract has no price: the id often decides the order.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sort=price",
                "sort=-price",
                "sort=dateIssued",
                "sort=-dateIssued",
                "sort=dateExpired",
                "sort=-dateExpired",
                "sort=price&typeId=34",
                "sort=-dateExpired&q=gila",
                "q=gila",
                "q=GI",
                "sort=-price&q=chea",
                "typeId=34&regionId=10000002",
                "sort=dateIssued&minPrice=0",
            })
    void pagesHoldEachUnchangedContractOnceWhileOthersComeChangeAndGo(String search) {
        LongStream.rangeClosed(1, 60).forEach(this::offer);
        var unchanged = new TreeSet<>(all(search));
        unchanged.removeIf(id -> id % 5 == 0);
        var random = new Random(7);
        var seen = new ArrayList<Long>();

        for (var page = page(search); ; page = page(search + "&cursor=" + cursor(page))) {
            seen.addAll(ids(page));
            offer(1000 + random.nextLong(1_000_000));
            change(5 * random.nextLong(1, 13));
            if (!page.has("nextCursor")) {
                break;
            }
        }

        assertThat(seen.stream().filter(unchanged::contains))
                .hasSameSizeAs(unchanged)
                .containsAll(unchanged);
    }

    @Test
    void aContractWithoutAPriceComesBeforeTheCheapestAndAfterTheDearest() {
        stored.offer(1, "", "0.0", "2026-02-20T08:15:30Z", "2096-03-06T08:15:30Z");
        stored.offer(2, "", "null", "2026-02-20T08:15:30Z", "2096-03-06T08:15:30Z");
        stored.offer(3, "", "0.5", "2026-02-20T08:15:30Z", "2096-03-06T08:15:30Z");
        stored.offer(4, "", "null", "2026-02-20T08:15:30Z", "2096-03-06T08:15:30Z");

        assertThat(all("sort=price")).containsExactly(2L, 4L, 1L, 3L);
        assertThat(all("sort=-price")).containsExactly(3L, 1L, 4L, 2L);
    }

    @Test
    void whereFewOfManyFitAPageEndsEarlyAndTheCursorLeadsToTheRest() {
        database.sql(
                        "insert into contract (contract_id, region_id, type, issuer_id, issuer_corporation_id, date_issued,"
                                + " date_expired, price, title, item_count, bid_count, status, version, content_hash, observed_at,"
                                + " fetched_at) select id, 10000002, 'courier', 2, 3, now() + id * interval '1 minute', '2096-01-01',"
                                + " id % 2, 'rare', 0, 0, 'OPEN', 1, '\\x00', now(), now() from generate_series(1, 5000) as id")
                .update();
        database.sql("update contract set price = 7 where contract_id in (10, 4990)")
                .update();
        database.sql("update contract set region_id = 5 where contract_id in (20, 4980)")
                .update();

        assertThat(all("minPrice=7")).as("a price that few have").containsExactly(4990L, 10L);
        assertThat(all("q=rare&regionId=5&limit=200")).as("a region of few").containsExactly(4980L, 20L);
        database.sql("update contract set price = 7 where contract_id % 2 = 0").update();
        database.sql("update contract set for_corporation = true, region_id = 6, status = 'CLOSED', closed_reason = 'X'"
                        + " where contract_id % 2 = 1")
                .update();
        var pages = pages("minPrice=7&q=rare&sort=dateExpired&limit=200");
        assertThat(pages.size()).as("pages").isGreaterThan(2);
        assertThat(pages.stream().flatMap(List::stream)).hasSize(2500).doesNotHaveDuplicates();
    }

    /// Searches with more matches than one scan can read: with few words that have the prefix, and with many.
    @ParameterizedTest
    @ValueSource(strings = {"q=tri", "q=t", "q=x", "q=tritanium+x", "q=x&sort=dateIssued", "q=tri&sort=dateExpired"})
    void aContractIsFoundOnceByTheBeginningOfItsWordsHoweverManyBeginSo(String search) {
        database.sql(
                        "insert into contract (contract_id, region_id, type, issuer_id, issuer_corporation_id, date_issued,"
                                + " date_expired, title, item_count, bid_count, status, version, content_hash, observed_at,"
                                + " fetched_at) select id, 10000002, 'courier', 2, 3, now() + id * interval '1 minute', '2096-01-01',"
                                + " 'Tri' || id % 3 || ' tritanium x' || id, 0, 0, 'OPEN', 1, '\\x00', now(), now()"
                                + " from generate_series(1, 2500) as id")
                .update();

        var found = all(search + "&limit=200");

        assertThat(found)
                .hasSize(2500)
                .isSortedAccordingTo(
                        search.endsWith("Issued") || search.endsWith("Expired")
                                ? Comparator.naturalOrder()
                                : Comparator.reverseOrder())
                .doesNotHaveDuplicates();
        assertThat(all("q=tri1+x2500")).containsExactly(2500L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sort=-price", "sort=price&regionId=10000002", "sort=price&q=gila", "sort=dateIssued"})
    void aCursorOfAnotherSearchIsRefused(String search) {
        LongStream.rangeClosed(1, 20).forEach(this::offer);
        var cursor = cursor(page("sort=price"));

        var answer = caller.get("/api/contracts?" + search + "&cursor=" + cursor);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asString())
                .isEqualTo("cursor belongs to another search: filters and sort must stay the same from page to page");
    }

    @Test
    void aPageMayBeLongerOrShorterThanTheOneBefore() {
        LongStream.rangeClosed(1, 20).forEach(this::offer);
        var first = page("sort=price");

        var rest = caller.get("/api/contracts?sort=price&limit=200&cursor=" + cursor(first))
                .json();

        assertThat(ids(rest)).hasSize(13);
    }

    private void offer(long id) {
        var price = id % 4 == 0 ? "null" : id % 3 + ".50";
        stored.offer(
                id,
                id % 2 == 0 ? "Gila, cheap" : "",
                price,
                "2026-02-1" + id % 3 + "T00:00:00Z",
                "2096-03-1" + id % 2 + "T00:00:00Z");
    }

    /// Moves the contract to another position in every order, or removes it.
    private void change(long id) {
        database.sql(
                        "update contract set price = coalesce(price, 0) + 1.1, date_issued = date_issued + interval '1 day',"
                                + " date_expired = date_expired + interval '1 day', title = 'Tengu' where contract_id = ?")
                .param(id)
                .update();
    }

    private List<Long> all(String search) {
        return pages(search).stream().flatMap(List::stream).toList();
    }

    private List<List<Long>> pages(String search) {
        var pages = new ArrayList<List<Long>>();
        for (var page = page(search); ; page = page(search + "&cursor=" + cursor(page))) {
            pages.add(ids(page));
            if (!page.has("nextCursor")) {
                return pages;
            }
        }
    }

    private JsonNode page(String search) {
        var answer = caller.get("/api/contracts?" + (search.contains("limit=") ? "" : "limit=7&") + search);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String cursor(JsonNode page) {
        return page.path("nextCursor").asString();
    }

    private static List<Long> ids(JsonNode page) {
        return page.path("contracts")
                .valueStream()
                .map(contract -> contract.path("contractId").asLong())
                .toList();
    }
}
