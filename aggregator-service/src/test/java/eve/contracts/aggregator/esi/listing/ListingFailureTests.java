package eve.contracts.aggregator.esi.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eve.contracts.aggregator.ContractAggregation;
import eve.contracts.aggregator.Outcome;
import eve.contracts.aggregator.esi.client.EsiClient;
import eve.contracts.aggregator.esi.client.EsiProperties;
import eve.contracts.aggregator.store.RegionStore;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.FailureReason;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A listing or list of regions that is not available costs ESI few calls, and its ids little time.
class ListingFailureTests {

    private static final long REGION = SmallRegions.FIRST;

    private static SmallRegions regions;
    private static MovableClock clock;
    private static EsiSimulator esi;

    @BeforeAll
    static void start() throws FetchFailedException {
        regions = SmallRegions.start(3);
        clock = regions.clock();
        esi = regions.esi();
        listings().fresh(REGION);
    }

    @AfterAll
    static void stop() {
        regions.close();
    }

    @AfterEach
    void healthy() {
        esi.clearResponses();
        clock.advance(SmallRegions.PERIOD);
    }

    @Test
    void allWhoWaitForEsisListOfRegionsShareItsFailure() throws FetchFailedException {
        regions.worker().jdbc().sql("delete from universe_regions").update();
        esi.respond("/universe/regions", 500, Map.of(), new byte[0]);
        var list = new Regions(bean(EsiClient.class), bean(EsiProperties.class), bean(RegionStore.class), clock);
        long began = System.nanoTime();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < 6; n++) {
                threads.submit(() -> verdict(list::toSearch));
            }
        }

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
        assertThat(verdict(list::toSearch)).isInstanceOf(Verdict.Suspended.class);
        esi.clearResponses();
        clock.advance(Duration.ofMinutes(1));
        assertThat(list.toSearch()).contains(REGION);
    }

    @Test
    void aPageThatCannotBeHadCostsOneCallWithItsRepetitionsAndIsAskedForEverLessOften() throws FetchFailedException {
        long region = REGION + 1;
        esi.respond("/contracts/public/" + region + "?page=1", 500, Map.of(), new byte[0]);
        long repetitions = 3;

        Verdict first = verdict(region);

        assertThat(first).isInstanceOfSatisfying(Verdict.Retry.class, retry -> {
            assertThat(retry.reason()).isEqualTo(FailureReason.ESI_SERVER_ERROR);
            assertThat(retry.notBefore()).isEqualTo(Duration.ofSeconds(5));
        });
        assertThat(asked(region)).isEqualTo(repetitions);
        clock.advance(Duration.ofSeconds(5));
        verdict(region);
        assertThat(asked(region)).isEqualTo(2 * repetitions);
        clock.advance(Duration.ofSeconds(9));
        assertThat(verdict(region))
                .isInstanceOfSatisfying(
                        Verdict.Retry.class,
                        retry -> assertThat(retry.notBefore()).isEqualTo(Duration.ofSeconds(1)));
        assertThat(asked(region)).isEqualTo(2 * repetitions);
        for (int n = 0; n < 10; n++) {
            clock.advance(Duration.ofMinutes(5));
            verdict(region);
        }
        assertThat(asked(region)).isEqualTo(12 * repetitions);
        esi.clearResponses();
        clock.advance(Duration.ofMinutes(5));
        assertThat(listings().fresh(region).size()).isPositive();
    }

    @Test
    void aContractWhoseEntryIsDamagedIsLookedAtAgainInTheNextListing() {
        long region = REGION + 2;
        long id = esi.contractIds(region).getFirst();
        regions.nextListing(region, List.of(regions.entry(id).put("type", 7)));

        assertThat(aggregate(id, region))
                .isInstanceOfSatisfying(
                        Outcome.Unanswered.class,
                        unanswered -> assertThat(unanswered.why())
                                .isInstanceOfSatisfying(
                                        Verdict.Retry.class,
                                        retry -> assertThat(retry.notBefore()).isEqualTo(SmallRegions.PERIOD)));
    }

    private static Outcome aggregate(long id, long region) {
        return bean(ContractAggregation.class).aggregate(new ContractIdMessage(id, region), false, null, () -> true);
    }

    private static Verdict verdict(long region) {
        return verdict(() -> listings().fresh(region));
    }

    private static Verdict verdict(ThrowingCallable asking) {
        return Objects.requireNonNull(catchThrowableOfType(FetchFailedException.class, asking))
                .verdict();
    }

    private static long asked(long region) {
        return esi.requests().count("/contracts/public/" + region + "?page=1");
    }

    private static Listings listings() {
        return bean(Listings.class);
    }

    private static <T> T bean(Class<T> type) {
        return regions.worker().bean(type);
    }
}
