package eve.contracts.api.paging;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.contracts.search.Samples;
import java.net.URI;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@ApiTest
class NextLinkTests {

    @Autowired
    Caller caller;

    @Autowired
    JdbcClient database;

    @Autowired
    PlatformTransactionManager transactions;

    @Test
    void aListLeadsToItsNextPageWithAllThatWasAskedFor() {
        new Samples(database, transactions).store();
        var ids = new ArrayList<Long>();

        var path = "/api/contracts?sort=price&limit=1";
        while (!path.isEmpty()) {
            var answer = caller.get(path);
            answer.json()
                    .path("contracts")
                    .forEach(contract -> ids.add(contract.path("contractId").asLong()));
            var next = next(answer);
            assertThat(next.isEmpty())
                    .isEqualTo(answer.json().path("nextCursor").isMissingNode());
            path = next.isEmpty() ? "" : URI.create(path).resolve(next).toString();
        }

        assertThat(ids)
                .hasSize(caller.get("/api/contracts").json().path("contracts").size())
                .doesNotHaveDuplicates();
    }

    @Test
    void whatWasAskedForIsWrittenSoThatItCanBeSentAgain() {
        new Samples(database, transactions).store();
        database.sql("update contract set title = 'Жар & <птица> 100% +1'").update();
        database.sql("update contract set status = 'OPEN', closed_reason = null")
                .update();

        var first = caller.get(
                "/api/contracts?limit=1&q=%D0%96%D0%B0%D1%80%20%26%20%3C%D0%BF%D1%82%D0%B8%D1%86%D0%B0%3E%20100%25%20%2B1");

        assertThat(first.json().path("contracts").size()).as(first.body()).isEqualTo(1);
        assertThat(next(first))
                .startsWith("contracts?")
                .matches("[\\x21-\\x7E]+")
                .contains("limit=1", "cursor=");
        assertThat(caller.get("/api/" + next(first)).status()).isEqualTo(200);
    }

    @Test
    void theListsOfTheOperatorHaveTheSameKindOfCursor() {
        for (int i = 0; i < 3; i++) {
            caller.operator().post("/api/redrives", "{\"filter\":{\"contractId\":4711},\"note\":\"x\"}");
        }

        var first = caller.reader().get("/api/redrives?limit=2");
        var second = caller.reader().get("/api/" + next(first));

        assertThat(first.json().path("nextCursor").asString()).doesNotMatch("[0-9]+");
        assertThat(second.json().at("/redrives/0/id").asLong())
                .isLessThan(first.json().at("/redrives/1/id").asLong());
        assertThat(next(caller.reader().get("/api/redrives?limit=200"))).isEmpty();
    }

    private static String next(Caller.Answer answer) {
        return answer.header("Link").replaceAll("<([^>]*)>; rel=\"next\"", "$1");
    }
}
