package eve.contracts.aggregator.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eve.contracts.model.ContractHeader;
import eve.contracts.model.EventJson;
import eve.contracts.simulator.MovableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;

/// Every violation is named; new fields and values are counted and logged; everything in an answer is bounded.
@ExtendWith(OutputCaptureExtension.class)
class EsiSchemaTests {

    private static final String HEADER = "'contract_id':1,'type':'item_exchange','issuer_id':2147483700,"
            + "'issuer_corporation_id':98000001,'date_issued':'2026-03-01T12:00:00Z','date_expired':'2026-03-08T12:00:00Z'";

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EsiSchema schema = new EsiSchema(new Drift(meters, clock));

    @Test
    void aHeaderIsReadWithAllItsDigits() throws SchemaViolationException {
        ContractHeader header = schema.header(json("{" + HEADER + ",'price':9007199254740993.10,'title':''}"));

        assertThat(header.price()).isEqualTo(new BigDecimal("9007199254740993.10"));
        assertThat(header.issuerId()).isEqualTo(2_147_483_700L);
        assertThat(header.title()).isEmpty();
        assertThat(header.buyout()).isNull();
    }

    @Test
    void allViolationsAreNamedWithFieldRuleAndValue() {
        SchemaViolationException violated = violation("{'contract_id':1,'type':'auction','issuer_id':'me',"
                + "'issuer_corporation_id':-1,'date_issued':'yesterday','price':'much','for_corporation':1}");

        assertThat(violated.violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(
                        "header.issuer_id",
                        "header.issuer_corporation_id",
                        "header.date_issued",
                        "header.date_expired",
                        "header.price",
                        "header.for_corporation");
        assertThat(violated.violations()).anySatisfy(each -> {
            assertThat(each.field()).isEqualTo("header.issuer_corporation_id");
            assertThat(each.rule()).isEqualTo("must be at least 1");
            assertThat(each.value()).isEqualTo("-1");
        });
        assertThat(violated).hasMessageContaining("header.issuer_id").hasMessageContaining("and 1 more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "'price':1e999999999 | header.price",
                "'price':1e-999999999 | header.price",
                "'price':1111111111111111111111111111111111111111111111111111 | header.price",
                "'days_to_complete':9223372036854775808 | header.days_to_complete",
                "'price':NaN | header.price",
                "'price':-Infinity | header.price",
                "'days_to_complete':Infinity | header.days_to_complete",
                "'days_to_complete':1.5 | header.days_to_complete",
                "'title':['a'] | header.title",
                "'date_issued':'+999999999-01-01T00:00:00Z' | header.date_issued",
                "'type':'barter' | header.type"
            })
    void aValueThatCannotBeStoredAsItIsIsAViolation(String field, String named) {
        SchemaViolationException violated = violation("{" + HEADER + "," + field + "}");

        assertThat(violated.violations()).singleElement().satisfies(each -> {
            assertThat(each.field()).isEqualTo(named);
            assertThat(each.toString()).hasSizeLessThan(300);
        });
    }

    @ParameterizedTest
    @CsvSource({"a\\u0000b, a\uFFFDb", "a\\ud83d, a\uFFFD", "\\ude00b, \uFFFDb", "\uFFFD, \uFFFD"})
    void aTextThatCannotBeStoredIsReplacedInPartAndCounted(String sent, String kept) throws SchemaViolationException {
        ContractHeader header = schema.header(json("{" + HEADER + ",'title':'" + sent + "'}"));

        assertThat(header.title()).isEqualTo(kept);
        assertThat(drift("header", "title")).isEqualTo(1);
    }

    @Test
    void aTitleBeyondAllMeasureIsCutAndCounted() throws SchemaViolationException {
        ContractHeader header = schema.header(json("{" + HEADER + ",'title':'" + "x".repeat(100_000) + "'}"));

        assertThat(header.title()).hasSize(4_000).endsWith("xx\uFFFD");
        assertThat(drift("header", "title")).isEqualTo(1);
    }

    @Test
    void textOfAllScriptsIsKeptAsItIs() throws SchemaViolationException {
        String title = "Gila – Гила – 希拉 – \uD83D\uDE80 <b>fit</b>";

        assertThat(schema.header(json("{" + HEADER + ",'title':'" + title + "'}"))
                        .title())
                .isEqualTo(title);
        assertThat(meters.find("esi.drift").counters()).isEmpty();
    }

    @Test
    void anEndlessListIsAViolation() {
        String bid = "{'bid_id':%d,'date_bid':'2026-03-01T12:00:00Z','amount':1.0}";

        assertThat(bids(IntStream.range(1, 6_000).mapToObj(bid::formatted).collect(Collectors.joining(",", "[", "]"))))
                .hasMessageContaining("at most");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "7.0", "7e0", "0.7E1", "70e-1"})
    void aWholeNumberIsReadHoweverItIsSpelled(String spelled) throws SchemaViolationException {
        ContractHeader header = schema.header(json("{" + HEADER + ",'days_to_complete':" + spelled + "}"));

        assertThat(header.daysToComplete()).isEqualTo(7);
    }

    @Test
    void onlyATypeWithTheNameOfARolledOneMayBeRolled() throws SchemaViolationException {
        String name = "{'category':'%s','id':%d,'name':'%s'}";
        String names = "["
                + String.join(
                        ",",
                        name.formatted("inventory_type", 1, "Gila"),
                        name.formatted("inventory_type", 2, "50MN Abyssal Microwarpdrive"),
                        name.formatted("inventory_type", 3, "Light Mutated Drone"),
                        name.formatted("inventory_type", 4, "Deco’s Café ‘A’"),
                        name.formatted("inventory_type", 5, "深渊热能散射装置"),
                        name.formatted("character", 6, "Gila"),
                        name.formatted("inventory_type", 7, ""))
                + "]";

        EsiSchema.Named named = schema.names(json(names));
        assertThat(named.likelyRolled()).containsExactlyInAnyOrder(2L, 3L);
        assertThat(named.plain()).containsExactlyInAnyOrder(1L, 4L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "[] | an object",
                "{} | type_id",
                "{'type_id':8} | type_id",
                "{'type_id':7,'dogma_attributes':{}} | dogma_attributes",
                "{'type_id':7,'dogma_attributes':[{'attribute_id':1692}]} | value"
            })
    void aTypeIsNotTakenForAPlainOneBecauseItsDataAreBroken(String type, String named) {
        SchemaViolationException violated =
                catchThrowableOfType(SchemaViolationException.class, () -> schema.isDynamic(7, json(type)));

        assertThat(violated).isNotNull().hasMessageContaining(named);
    }

    @Test
    void whatIsUnknownIsCountedEachTimeAndLoggedOnceADay(CapturedOutput log) throws SchemaViolationException {
        JsonNode header = json("{" + HEADER + ",'availability':'public'}");
        for (int n = 0; n < 3; n++) {
            schema.header(header);
        }
        assertThat(drift("header", "availability")).isEqualTo(3);
        assertThat(log.getOut().split("availability", -1)).hasSize(2);

        clock.advance(Duration.ofDays(1));
        schema.header(header);
        assertThat(log.getOut().split("availability", -1)).hasSize(3);
    }

    @Test
    void anUnknownTypeCountsAsDriftToo() {
        violation("{" + HEADER.replace("item_exchange", "barter") + "}");

        assertThat(drift("header", "type=barter")).isEqualTo(1);
    }

    @Test
    void howeverMuchIsUnknownTheMetricHasFewTagsAndTheLogNoForeignLines(CapturedOutput log)
            throws SchemaViolationException {
        for (int n = 0; n < 500; n++) {
            schema.header(json("{" + HEADER + ",'field\\nERROR " + n + "x".repeat(1_000) + "':1}"));
        }

        assertThat(meters.find("esi.drift").counters()).hasSizeLessThanOrEqualTo(51);
        assertThat(log.getOut()).doesNotContain("\nERROR").doesNotContain("x".repeat(100));
    }

    private double drift(String of, String what) {
        return meters.get("esi.drift")
                .tags("schema", of, "what", what)
                .counter()
                .count();
    }

    private SchemaViolationException violation(String header) {
        SchemaViolationException violated =
                catchThrowableOfType(SchemaViolationException.class, () -> schema.header(json(header)));
        assertThat(violated).as(header).isNotNull();
        return violated;
    }

    private SchemaViolationException bids(String list) {
        return catchThrowableOfType(SchemaViolationException.class, () -> schema.bids(json(list)));
    }

    private static JsonNode json(String text) {
        return EventJson.mapper()
                .reader()
                .with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .readTree(text.replace('\'', '"'));
    }
}
