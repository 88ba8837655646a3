package eve.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.engines.test.Database;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The terms of a contract are right whichever release stores, changes or closes it: the tests write rows like
/// other releases do.
class ContractTermsTests {

    private static final String CONTRACT = """
            insert into contract (contract_id, region_id, type, issuer_id, issuer_corporation_id, date_issued,
                date_expired, price, title, item_count, bid_count, status, version, content_hash, observed_at, fetched_at)
            values (%d, 10000002, 'item_exchange', 2, 3, now(), now() + interval '1 day', 5, 'Gila', 1, 0, 'OPEN', 1, '\\x00',
                now(), now());
            insert into contract_item values (%1$d, 1, 34, 1, true)""";

    private static final List<String> FOUND_BY = List.of("#34", "*", "=item_exchange", "@10000002", "gila");

    private static Database database;
    private static JdbcClient jdbc;

    @BeforeAll
    static void lay() {
        database = MigratedDatabase.create();
        jdbc = MigratedDatabase.client(database);
    }

    @BeforeEach
    void clear() {
        run("truncate contract, contract_item, contract_bid, contract_term, open_term");
    }

    @Test
    void aReleaseThatWritesNoTermsOrOnlyItsOwnStoresContractsThatAreFound() {
        run("begin; " + CONTRACT.formatted(1) + "; commit");
        run("begin; insert into contract_term values ('gila', now(), 2), ('#34', now(), 2); " + CONTRACT.formatted(2)
                + "; commit");

        assertThat(open(1)).containsExactlyElementsOf(FOUND_BY);
        assertThat(open(2)).containsExactlyElementsOf(FOUND_BY);
        assertThat(stored(1)).containsExactly("#34", "gila");
        assertThat(stored(2)).containsExactly("#34", "gila");
    }

    @Test
    void aContractIsAmongTheOpenOnesAsLongAsItIsOpen() {
        run("begin; " + CONTRACT.formatted(1) + "; commit");

        run("update contract set status = 'CLOSED', closed_reason = 'NOT_LISTED' where contract_id = 1");
        assertThat(open(1)).isEmpty();
        assertThat(stored(1)).containsExactly("#34", "gila");

        run(
                "update contract set status = 'OPEN', closed_reason = null, title = 'Tengu', price = null where contract_id = 1");
        assertThat(open(1)).containsExactly("#34", "*", "=item_exchange", "@10000002", "tengu");
        assertThat(jdbc.sql("select distinct price from open_term")
                        .query(Integer.class)
                        .single())
                .isEqualTo(-1);
        assertThat(stored(1)).containsExactly("#34", "tengu");
    }

    /// Writes rows like a restore that runs without triggers.
    @Test
    void aCommandWritesWhatIsMissingAndTakesAwayWhatIsWrong() {
        run("set session_replication_role = replica; begin; " + CONTRACT.formatted(1) + "; " + CONTRACT.formatted(2)
                + "; "
                + CONTRACT.formatted(3)
                + "; insert into open_term select 2, term, 7, now(), now() from (values ('*'), ('x'))"
                + " as wrong(term); update contract set status = 'CLOSED', closed_reason = 'NOT_LISTED' where contract_id = 2;"
                + " update contract set date_expired = now() where contract_id = 3; commit;"
                + " set session_replication_role = origin");

        RefillTerms.main(database.arguments().toArray(String[]::new));
        RefillTerms.main(database.arguments().toArray(String[]::new));

        assertThat(open(1)).containsExactlyElementsOf(FOUND_BY);
        assertThat(open(2)).isEmpty();
        assertThat(open(3)).isEmpty();
        assertThat(List.of(stored(1), stored(2), stored(3))).containsOnly(List.of("#34", "gila"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Gila Gila-fit, cheap!        | cheap fit gila
            é                            | e
            E\u0301                      | e
            ﬁt Ｇｉｌａ                    | fit gila
            Straße ÆON Łódź Ørsted       | aeon lodz orsted strasse
            Дрэйк ёлка                   | дрэик елка
            ΣΊΣΥΦΟΣ                      | σισυφοσ
            İSTANBUL Işık                | isik istanbul
            战列舰                         | 列 列舰 战 战列 舰
            Gila战列5                      | 5 gila 列 战 战列
            出售（满改）                      | 出 出售 售 改 满 满改
            ｶﾞ・ガ                          | ガ
            か\u3099ー                    | が がー ー
            한국 한                         | 국 한 한국
            ไม้                           | ม ม้ ไ ไม ้
            a\u200db\u00adc              | abc
            --                           | ''
            """)
    void titlesAreCutIntoTermsWhateverTheirSpelling(String title, String terms) {
        var words = jdbc.sql("select title_words(:title) collate \"C\" order by 1")
                .param("title", title)
                .query(String.class)
                .list();

        assertThat(words.stream().sorted().toList())
                .isEqualTo(
                        terms.isEmpty()
                                ? List.of()
                                : List.of(terms.split(" ")).stream().sorted().toList());
    }

    private static void run(String statements) {
        jdbc.sql(statements).update();
    }

    private static List<String> open(long id) {
        return terms("open_term", id);
    }

    private static List<String> stored(long id) {
        return terms("contract_term", id);
    }

    private static List<String> terms(String table, long id) {
        return jdbc.sql("select term from " + table + " where contract_id = ? order by term")
                .param(id)
                .query((row, _) -> row.getString("term"))
                .list();
    }
}
