package eve.contracts.aggregator.esi;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.aggregator.esi.client.EsiClient;
import eve.contracts.aggregator.esi.client.EsiGovernor;
import eve.contracts.aggregator.esi.client.EsiProperties;
import eve.contracts.aggregator.esi.client.EsiSettings;
import eve.contracts.aggregator.validation.Drift;
import eve.contracts.aggregator.validation.EsiSchema;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.universe.Atlas;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Few calls find out which types are rolled, and the number of failures is bounded when ESI gives no answer.
class TypeQuestionsTests {

    private static final Set<Long> ROLLED = Set.of(47_408L, 49_726L);

    private static final Set<Long> KNOWN = new HashSet<>(ROLLED);
    private static final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:01Z"));

    private static EsiSimulator esi;

    private TypeQuestions questions = questions();

    @BeforeAll
    static void start() {
        LongStream.range(31_000, 32_000)
                .filter(id -> Atlas.name(id).isPresent())
                .forEach(KNOWN::add);
        esi = EsiSimulator.start(
                SimulatorOptions.defaults().withClock(clock).withContracts(0).withoutLatency());
    }

    @AfterAll
    static void stop() {
        esi.close();
    }

    @BeforeEach
    void allIsWell() {
        esi.clearResponses();
        esi.requests().reset();
        clock.advance(Duration.ofMinutes(2));
        questions = questions();
    }

    @Test
    void oneCallSortsAllTypesAndOnlyTheSuspectedAreAskedForThemselves() throws Exception {
        TypeQuestions.Answers answers = ask(KNOWN);

        assertThat(rolled(answers)).isEqualTo(ROLLED);
        assertThat(answers.rolled()).hasSameSizeAs(KNOWN);
        assertThat(esi.requests().count(Route.NAMES)).isOne();
        assertThat(esi.requests().count(Route.TYPE)).isEqualTo(ROLLED.size());
    }

    @Test
    void aTypeThatEsiDoesNotKnowIsFoundByHalvingAndNamedAsRefused() throws Exception {
        Set<Long> types = new HashSet<>(KNOWN);
        types.add(999_001L);
        types.add(999_002L);

        TypeQuestions.Answers answers = ask(types);

        assertThat(answers.rolled()).hasSameSizeAs(KNOWN);
        assertThat(answers.refused()).containsExactlyInAnyOrder(999_001L, 999_002L);
        assertThat(esi.requests().count(Route.NAMES)).isLessThan(45);
        assertThat(esi.requests().count(Route.TYPE) - ROLLED.size() - 2)
                .as("calls that tell a refused type from a route that is down")
                .isBetween(0L, 2L);

        esi.requests().reset();
        ask(KNOWN);
        assertThat(esi.requests().count(Route.NAMES))
                .as("calls to a route that refuses unknown types and is not down")
                .isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>down</html>", "[]", "{}", "null", "[{\"id\":31000}]"})
    void withoutUsableNamesTheTypesAreAskedForOneByOne(String body) throws Exception {
        esi.respond("/universe/names", 200, Map.of(), body.getBytes(StandardCharsets.UTF_8));

        TypeQuestions.Answers answers = ask(Set.of(31_000L, 31_002L, 47_408L));

        assertThat(answers.rolled())
                .containsOnly(Map.entry(31_000L, false), Map.entry(31_002L, false), Map.entry(47_408L, true));
    }

    @Test
    void aRouteThatAlwaysFailsOrRefusesIsLeftAloneForAWhile() throws Exception {
        esi.respond("/universe/names", 404, Map.of(), "{\"error\":\"Not found\"}".getBytes(StandardCharsets.UTF_8));
        KNOWN.forEach(type -> esi.respond(
                "/universe/types/" + type,
                404,
                Map.of(),
                "{\"error\":\"Not found\"}".getBytes(StandardCharsets.UTF_8)));

        ask(KNOWN);
        ask(KNOWN);
        assertThat(esi.requests().total()).isLessThan(60);

        esi.clearResponses();
        clock.advance(Duration.ofMinutes(2));
        assertThat(rolled(ask(KNOWN))).isEqualTo(ROLLED);
    }

    @Test
    void aTypeThatFailsIsNeitherRolledNorRefused() throws Exception {
        esi.respond("/universe/types/47408", 500, Map.of(), new byte[0]);

        TypeQuestions.Answers answers = ask(Set.of(31_000L, 47_408L));

        assertThat(answers.rolled()).containsOnly(Map.entry(31_000L, false));
        assertThat(answers.likelyRolled()).containsExactly(47_408L);
        assertThat(answers.refused()).isEmpty();
        assertThat(rolled(ask(Set.of(47_408L, 49_726L)))).containsExactly(49_726L);
    }

    private TypeQuestions.Answers ask(Set<Long> types) throws FetchFailedException {
        var answers = new TypeQuestions.Answers((typeId, isRolled) -> {});
        questions.ask(types, answers);
        return answers;
    }

    private static Set<Long> rolled(TypeQuestions.Answers answers) {
        return answers.rolled().entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static TypeQuestions questions() {
        EsiProperties properties = EsiSettings.of(esi.baseUrl(), "retries=0");
        var meters = new SimpleMeterRegistry();
        var governor = new EsiGovernor(properties, clock, meters);
        return new TypeQuestions(
                new EsiClient(properties, governor, clock, meters),
                new EsiSchema(new Drift(meters, clock)),
                governor,
                clock);
    }
}
