package eve.contracts.api.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.contracts.search.StoredRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@ApiTest
class ContractTests {

    private final Caller caller;
    private final JdbcClient database;
    private final StoredRows stored;

    ContractTests(
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

    @Test
    void aContractHasItsItemsAndBidsWithEveryDigit() {
        stored.auction(229_847_321);

        var answer = caller.get("/api/contracts/229847321");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("""
                        {"contractId":229847321,"type":"auction","issuerId":2,"issuerCorporationId":3,\
                        "dateIssued":"2026-02-20T08:15:30Z","dateExpired":"2096-03-06T08:15:30Z",\
                        "buyout":250000000.0,"collateral":0.0,"price":100000000.0,"reward":1000000000,\
                        "volume":0.0100000001,"daysToComplete":14,"startLocationId":60003760,\
                        "endLocationId":1035466617946,"forCorporation":false,"title":"Gila \\"abyssal\\"",\
                        "regionId":10000002,"status":"OPEN","version":7,"fetchedAt":"2026-03-01T12:00:00Z",\
                        "items":[\
                        {"recordId":1,"typeId":47740,"quantity":1,"isIncluded":true,"itemId":1045000000001,\
                        "isBlueprintCopy":true,"runs":10,"materialEfficiency":10,"timeEfficiency":20,\
                        "dynamic":{"createdBy":5,"sourceTypeId":6,"mutatorTypeId":7,\
                        "dogmaAttributes":[{"attributeId":9,"value":5000.0000000000009}],\
                        "dogmaEffects":[{"effectId":10,"isDefault":true}]}},\
                        {"recordId":2,"typeId":47740,"quantity":1,"isIncluded":true,"itemId":1045000000002,\
                        "dynamicUnavailable":"NOT_FOUND"},\
                        {"recordId":3,"typeId":34,"quantity":1000000,"isIncluded":false}],\
                        "bids":[{"bidId":11,"dateBid":"2026-03-01T11:30:00Z","amount":120000000.0}]}""");
    }

    @Test
    void whatIsAbsentStaysAbsent() {
        stored.courier(5);

        assertThat(caller.get("/api/contracts/5").body()).isEqualTo("""
                        {"contractId":5,"type":"courier","issuerId":2,"issuerCorporationId":3,\
                        "dateIssued":"2026-02-20T08:15:30Z","dateExpired":"2096-03-06T08:15:30Z",\
                        "regionId":10000043,"status":"OPEN","version":1,"fetchedAt":"2026-03-01T12:00:00Z",\
                        "items":[],"bids":[]}""");
    }

    @Test
    void aClosedContractIsStillThereAndSaysHowItEnded() {
        stored.exchange(6, 10_000_002, 34, "1.0", "CLOSED");

        var contract = caller.get("/api/contracts/6").json();

        assertThat(contract.path("status").asString()).isEqualTo("CLOSED");
        assertThat(contract.path("closedReason").asString()).isEqualTo("NOT_LISTED");
        assertThat(contract.path("items").size()).isEqualTo(1);
    }

    @Test
    void whoHasTheAnswerAlreadyGets304UntilAnythingChanges() {
        stored.courier(7);
        var etag = caller.get("/api/contracts/7").header("ETag");

        var same = caller.get("/api/contracts/7", "If-None-Match", etag);
        database.sql("update contract set date_expired = date_expired + interval '5 minutes' where contract_id = 7")
                .update();
        var changed = caller.get("/api/contracts/7", "If-None-Match", etag);

        assertThat(etag).isNotEmpty();
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.header("ETag")).isEqualTo(etag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(etag);
    }

    @Test
    void aContractThatIsNotStoredIsNotFound() {
        var answer = caller.get("/api/contracts/404");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("detail").asString()).startsWith("Contract 404 is not stored");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/contracts/0",
                "/api/contracts/-1",
                "/api/contracts/x",
                "/api/contracts/9223372036854775808",
                "/api/contract-ids/0",
                "/api/contract-ids/1.5"
            })
    void anIdThatCannotExistIsRefusedByName(String path) {
        var answer = caller.get(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("parameter").asString()).isEqualTo("id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "770901 | {\"contractId\":770901,\"status\":\"STORED\",\"version\":1,\"answeredAt\":\"2026-03-01T12:00:00Z\"}",
                "770902 | {\"contractId\":770902,\"status\":\"CLOSED\",\"version\":1,\"reason\":\"NOT_LISTED\","
                        + "\"answeredAt\":\"2026-03-01T12:05:00Z\"}",
                "770903 | {\"contractId\":770903,\"status\":\"UNAVAILABLE\",\"reason\":\"NOT_FOUND\","
                        + "\"answeredAt\":\"2026-03-01T12:00:00Z\"}",
                "770904 | {\"contractId\":770904,\"status\":\"UNKNOWN\"}",
                "770905 | {\"contractId\":770905,\"status\":\"STORED\",\"version\":1,\"answeredAt\":\"2026-03-01T12:00:00Z\"}",
            })
    void everyIdHasAStatus(long id, String status) {
        stored.courier(770901);
        stored.exchange(770902, 10_000_002, 34, "1.0", "CLOSED");
        stored.unavailable(770903);
        stored.unavailable(770905);
        stored.courier(770905);

        assertThat(caller.get("/api/contract-ids/" + id).body()).isEqualTo(status);
    }
}
