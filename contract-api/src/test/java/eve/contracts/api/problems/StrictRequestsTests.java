package eve.contracts.api.problems;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/// Tests that unknown parameters and fields are rejected by name: if they were ignored, the result would be
/// another one.
@ApiTest
class StrictRequestsTests {

    private static final List<String> CALLS = List.of(
            "/api/contracts",
            "/api/contracts/1",
            "/api/contract-ids/1",
            "/api/dead-letters",
            "/api/dead-letters/0-0",
            "/api/dead-letters/0-0/value",
            "/api/dead-letters/summary",
            "/api/redrives",
            "/api/redrives/1");

    private static final List<String> WRITES =
            List.of("/api/contract-ids", "/api/redrives", "/api/redrives/1/cancel", "/api/dead-letters/0-0/discard");

    private static final List<String> ODD_NUMBERS = List.of(
            "",
            "%20",
            "0x10",
            "%2B16",
            "+16",
            "%2016",
            "16%20",
            "1_6",
            "%EF%BC%91%EF%BC%96",
            "%D9%A1%D9%A6",
            "1e3",
            "016",
            "16.0",
            "16L",
            "#16".replace("#", "%23"),
            "-0",
            "9223372036854775808",
            "1,6",
            "null",
            "NaN",
            "--1",
            "16%00");

    @Autowired
    Caller caller;

    @Test
    void everyCallRefusesAParameterThatItDoesNotHave() {
        var all = new SoftAssertions();
        for (var query :
                List.of("unheard-of=1", "Limit=1", "x", "limit%5B%5D=1", "x=1&x=1", "_=1700000000", "%20limit=1")) {
            for (var call : CALLS) {
                expect(all, call + "?" + query, null, query.replaceAll("=.*", ""), "is no parameter of this call");
            }
            for (var call : WRITES) {
                expect(all, call + "?" + query, "{}", query.replaceAll("=.*", ""), "is no parameter of this call");
            }
        }
        all.assertAll();
    }

    @Test
    void blankAndRepeatedParametersAreRefused() {
        var all = new SoftAssertions();
        for (var name : List.of(
                "regionId", "type", "typeId", "status", "minPrice", "maxPrice", "q", "sort", "cursor", "limit")) {
            blankOrTwice(all, "/api/contracts", name);
        }
        for (var name : List.of("reason", "since", "until", "contractId", "state", "cursor", "limit")) {
            blankOrTwice(all, "/api/dead-letters", name);
        }
        blankOrTwice(all, "/api/redrives", "cursor");
        blankOrTwice(all, "/api/redrives", "limit");
        all.assertAll();
    }

    @Test
    void numbersArePlainDecimalDigits() {
        var all = new SoftAssertions();
        for (var odd : ODD_NUMBERS) {
            for (var query : List.of(
                    "/api/contracts?regionId=",
                    "/api/contracts?typeId=",
                    "/api/contracts?limit=",
                    "/api/dead-letters?contractId=",
                    "/api/dead-letters?limit=",
                    "/api/redrives?limit=")) {
                expect(all, query + odd, null, query.replaceAll(".*\\?|=", ""), "must");
            }
            if (!odd.isEmpty() && !odd.equals("16%00")) {
                for (var path : List.of("/api/contracts/", "/api/contract-ids/", "/api/redrives/")) {
                    expect(all, path + odd, null, "id", "must");
                }
                expect(all, "/api/redrives/" + odd + "/cancel", "{}", "id", "must");
            }
        }
        for (var odd : List.of(
                "0x10",
                "1e3",
                "%2B1",
                "%201",
                "1,5",
                ".5",
                "5.",
                "01",
                "NaN",
                "Infinity",
                "1_0",
                "%EF%BC%91",
                "-1",
                "1d",
                "0x1p3")) {
            expect(all, "/api/contracts?minPrice=" + odd, null, "minPrice", "must be");
            expect(all, "/api/contracts?maxPrice=" + odd, null, "maxPrice", "must be");
        }
        all.assertAll();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/contracts?status=open                          | status | OPEN",
                "/api/contracts?status=%20OPEN                       | status | OPEN",
                "/api/contracts?type=AUCTION                         | type   | auction",
                "/api/contracts?type=Auction                         | type   | auction",
                "/api/contracts?sort=PRICE                           | sort   | price",
                "/api/contracts?sort=%20price                        | sort   | price",
                "/api/dead-letters?state=open                        | state  | QUARANTINED",
                "/api/dead-letters?reason=esi_server_error           | reason | ESI_SERVER_ERROR",
                "/api/dead-letters?since=2026-03-01                  | since  | 2026-03-01T12:00:00Z",
                "/api/dead-letters?since=1767225600                  | since  | 2026-03-01T12:00:00Z",
                "/api/dead-letters?since=2026-03-01T12:00:00         | since  | 2026-03-01T12:00:00Z",
                "/api/dead-letters?since=2026-03-01t12:00:00z        | since  | 2026-03-01T12:00:00Z",
                "/api/dead-letters?since=2026-02-30T12:00:00Z        | since  | 2026-03-01T12:00:00Z",
                "/api/dead-letters?since=2026-03-01T24:00:00Z        | since  | 2026-03-01T12:00:00Z",
                "/api/dead-letters?until=%202026-03-01T12:00:00Z     | until  | 2026-03-01T12:00:00Z",
                "/api/dead-letters?until=+12026-03-01T12:00:00Z      | until  | 2026-03-01T12:00:00Z",
                "/api/dead-letters?since=2026-03-01T12:00:60Z        | since  | 2026-03-01T12:00:00Z",
                "/api/dead-letters?since=2026-03-01T12:00Z           | since  | 2026-03-01T12:00:00Z",
                "/api/dead-letters?since=0000-03-01T12:00:00Z        | since  | 2026-03-01T12:00:00Z",
                "/api/dead-letters?until=2026-03-01T12:00:00%2B01:00 | until  | 2026-03-01T12:00:00Z",
                "/api/dead-letters/0x1-2                             | id     | 3-1047",
                "/api/dead-letters/%203-1                            | id     | 3-1047",
                "/api/dead-letters/3-%EF%BC%91                       | id     | 3-1047",
            })
    void namesAndTimesAreTakenAsDocumentedAndNotOtherwise(String call, String parameter, String allowed) {
        var all = new SoftAssertions();
        expect(all, call, null, parameter, allowed);
        all.assertAll();
    }

    @Test
    void aCursorIsTakenOnlyByTheListThatGaveIt() {
        var all = new SoftAssertions();
        var odd = Stream.of("5", "2:0:1:1", "1772366400000:3-1", "redrives:5", "%", "é", "9".repeat(1_500))
                .flatMap(text -> Stream.of(
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        text.replaceAll("[^0-9]", "A")));
        odd.forEach(cursor -> {
            for (var list : List.of("/api/contracts", "/api/dead-letters", "/api/redrives")) {
                expect(all, list + "?cursor=" + cursor, null, "cursor", "cursor ");
            }
        });
        all.assertAll();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "/api/redrives     | {\"filtre\":{}}                                       | filtre            | is no field",
                "/api/redrives     | {\"filter\":{\"reson\":\"X\"}}                        | reson      | is no field",
                "/api/redrives     | {\"filter\":{},\"filter\":{}}                         | filter            | once",
                "/api/redrives     | {\"filter\":{\"reason\":\"X\",\"reason\":\"Y\"}}      | reason     | once",
                "/api/redrives     | {\"filter\":[]}                                       | filter            | must be an object",
                "/api/redrives     | {\"filter\":\"\"}                                     | filter            | must be an object",
                "/api/redrives     | {\"filter\":{},\"limit\":\"5\"}                       | limit             | must be a whole number",
                "/api/redrives     | {\"filter\":{},\"limit\":\"\"}                        | limit             | must be a whole number",
                "/api/redrives     | {\"filter\":{},\"limit\":5.0}                         | limit             | must be a whole number",
                "/api/redrives     | {\"filter\":{},\"limit\":1e3}                         | limit             | must be a whole number",
                "/api/redrives     | {\"filter\":{},\"limit\":true}                        | limit             | must be a whole number",
                "/api/redrives     | {\"filter\":{},\"limit\":[5]}                         | limit             | must be a whole number",
                "/api/redrives     | {\"filter\":{},\"limit\":99999999999999999999}        | limit             | must be a whole number",
                "/api/redrives     | {\"filter\":{\"contractId\":\"7\"}}                   | contractId | must be a whole number",
                "/api/redrives     | {\"filter\":{\"contractId\":7.5}}                     | contractId | must be a whole number",
                "/api/redrives     | {\"filter\":{\"since\":5}}                            | since      | must be text",
                "/api/redrives     | {\"filter\":{\"since\":\"2026-03-01\"},\"note\":\"x\"}| since             | must be an instant in UTC",
                "/api/redrives     | {\"filter\":{},\"dryRun\":\"true\"}                   | dryRun            | must be true or false",
                "/api/redrives     | {\"filter\":{},\"dryRun\":1}                          | dryRun            | must be true or false",
                "/api/redrives     | {\"filter\":{},\"note\":5}                            | note              | must be text",
                "/api/redrives     | {\"ids\":\"3-1\"}                                     | ids               | must be a list",
                "/api/redrives     | {\"ids\":[\"3-1\",5]}                                 | ids[1]            | must be text",
                "/api/redrives     | {\"filter\":{}}garbage                                | -                 | is not JSON",
                "/api/redrives     | {\"filter\":{}}{}                                     | -                 | one JSON object",
                "/api/redrives     | {\"filter\":                                          | -                 | is not JSON",
                "/api/redrives     | {'filter':{}}                                         | -                 | is not JSON",
                "/api/redrives     | []                                                    | -                 | one JSON object",
                "/api/redrives     | \"x\"                                                 | -                 | one JSON object",
                "/api/redrives     | 5                                                     | -                 | one JSON object",
                "/api/contract-ids | {\"contractIds\":7}                                   | contractIds       | must be a list",
                "/api/contract-ids | {\"contractIds\":[1],\"regionId\":\"1\"}              | regionId          | must be a whole number",
                "/api/contract-ids | {\"contractIds\":[1],\"regionID\":1}                  | regionID          | is no field",
                "/api/contract-ids | {\"contractIds\":[1],\"contractIds\":[2]}             | contractIds       | once",
            })
    void aFieldOfABodyThatIsNotAsDocumentedIsNamed(String path, String body, @Nullable String field, String words) {
        var answer = caller.operator().post(path, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().path("detail").asString()).contains(words);
        assertThat(answer.json().path("parameter").asString("-")).isEqualTo(field == null ? "-" : field);
        assertThat(answer.body()).doesNotContain("JSON parse", "Unrecognized", "Cannot", "coerce", "deserial");
    }

    private void blankOrTwice(SoftAssertions all, String path, String name) {
        for (var blank : List.of(name, name + "=", name + "=%20", name + "=%09", name + "=%E3%80%80")) {
            expect(all, path + "?" + blank, null, name, "must not be blank");
        }
        for (var twice : List.of(name + "=1&" + name + "=1", name + "=1&" + name + "=2", name + "=&" + name + "=1")) {
            expect(all, path + "?" + twice, null, name, "must be given once");
        }
    }

    private void expect(SoftAssertions all, String call, @Nullable String body, String parameter, String words) {
        var answer =
                body == null ? caller.operator().get(call) : caller.operator().post(call, body);
        all.assertThat(answer.status()).as("%s: %s", call, answer.body()).isEqualTo(400);
        if (answer.status() == 400) {
            all.assertThat(answer.json().path("parameter").asString(""))
                    .as("%s: %s", call, answer.body())
                    .isEqualTo(parameter.replace("%5B", "[").replace("%5D", "]").replace("%20", " "));
            all.assertThat(answer.json().path("detail").asString("")).as(call).contains(words);
        }
    }
}
