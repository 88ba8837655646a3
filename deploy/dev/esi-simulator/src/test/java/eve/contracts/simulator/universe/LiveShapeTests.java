package eve.contracts.simulator.universe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eve.contracts.simulator.MovableClock;
import java.lang.Character.UnicodeScript;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Checks that the universe of 50,000 contracts has the figures that were recorded from the live one.
class LiveShapeTests {
    private static final double CONTRACTS = 50_000;
    private static final long FORGE = 10000002;
    private static final Universe UNIVERSE = new Universe(
            UniverseOptions.defaults().withContracts((int) CONTRACTS).withLargeContracts(5),
            new MovableClock(Instant.parse("2026-10-01T12:00:00Z")));
    private static final List<Contract> ALL =
            UNIVERSE.contractIds().stream().map(UNIVERSE::contract).toList();
    private static final List<Item> ITEMS =
            ALL.stream().flatMap(contract -> contract.items().stream()).toList();

    @Test
    void itListsAllTypesOfContracts() {
        Map<ContractType, Long> types = ALL.stream()
                .map(contract -> contract.header(Instant.EPOCH).type())
                .collect(Collectors.groupingBy(type -> type, Collectors.counting()));
        assertThat(types.get(ContractType.auction)).isBetween(640L, 780L);
        assertThat(types.get(ContractType.courier)).isBetween(450L, 600L);
        assertThat(types.get(ContractType.loan)).isBetween(20L, 60L);
    }

    @Test
    void itSpreadsThemOverTheRegions() {
        assertThat(UNIVERSE.regionIds()).hasSize(114);
        assertThat(pages(FORGE)).isBetween(33, 35);
        assertThat(UNIVERSE.regionIds())
                .filteredOn(region -> pages(region) == 2 || pages(region) == 3)
                .hasSize(4);
        assertThat(UNIVERSE.regionIds())
                .filteredOn(region -> UNIVERSE.contractIds(region).isEmpty())
                .hasSize(57);
    }

    @Test
    void aContractHasSevenItemsAndAFewHaveMoreThanAPage() {
        int[] inTheForge = ALL.stream()
                .filter(contract -> contract.regionId() == FORGE)
                .mapToInt(contract -> contract.items().size())
                .filter(count -> count > 0 && count <= Page.SIZE)
                .sorted()
                .toArray();
        assertThat(ITEMS.size() / CONTRACTS).isCloseTo(7.0, within(0.25));
        assertThat(Arrays.stream(inTheForge).average().orElseThrow()).isCloseTo(3.4, within(0.2));
        assertThat(inTheForge[inTheForge.length * 99 / 100]).isBetween(14, 18);
        assertThat(inTheForge[inTheForge.length - 1]).isBetween(400, 423);
        assertThat(ALL)
                .filteredOn(contract -> contract.items().size() > Page.SIZE)
                .hasSize(5);
    }

    @Test
    void halfHoldBlueprintCopiesAndManyHoldRolledItems() {
        Predicate<Item> copy = item -> item.isBlueprintCopy() != null;
        long withCopies = ALL.stream()
                .filter(contract -> contract.items().stream().anyMatch(copy))
                .count();
        assertThat(withCopies / CONTRACTS).isCloseTo(0.49, within(0.015));
        assertThat(ITEMS.stream().filter(copy).count() / (double) ITEMS.size()).isCloseTo(0.348, within(0.02));
        assertThat(ITEMS).filteredOn(Rolls::isDynamic).hasSizeBetween(14_300, 15_700);
    }

    @Test
    void whatIsOfferedIsAThingAndWhatIsSingleComesSingly() {
        assertThat(ITEMS).allMatch(item -> item.isIncluded() == (item.itemId() != null));
        assertThat(ITEMS)
                .filteredOn(item -> Rolls.isDynamic(item) || item.materialEfficiency() != null)
                .allMatch(item -> item.quantity() == 1);
    }

    @Test
    void itemsAreOfTwentyThousandTypesEachWithANameOfItsOwn() {
        List<ItemType> types = ITEMS.stream()
                .map(Item::typeId)
                .distinct()
                .map(id -> Catalogue.find(id).orElseThrow())
                .toList();
        assertThat(types).hasSizeBetween(19_800, 20_000);
        assertThat(types.stream().map(ItemType::name)).doesNotHaveDuplicates();
        assertThat(types)
                .filteredOn(ItemType::dynamic)
                .hasSize(40)
                .allMatch(type -> type.typeId() > 47_000 && type.name().matches(".*(Abyssal|Mutated) .*"));
        assertThat(types)
                .as("other types whose names look the same")
                .anyMatch(type -> !type.dynamic() && type.name().contains("Mutated"));
    }

    @Test
    void titlesAreEmptyOrInManyScriptsWithEmojiAndHtml() {
        List<String> titles = ALL.stream()
                .map(contract -> contract.header(Instant.EPOCH).title())
                .toList();
        assertThat(titles.stream().filter(String::isEmpty).count() / CONTRACTS).isCloseTo(0.55, within(0.02));
        assertThat(titles)
                .anyMatch(has(at -> UnicodeScript.of(at) == UnicodeScript.CYRILLIC))
                .anyMatch(has(at -> UnicodeScript.of(at) == UnicodeScript.HAN))
                .anyMatch(has(at -> Character.isSupplementaryCodePoint(at) && Character.isEmoji(at)))
                .anyMatch(title -> title.contains("<font color="))
                .anyMatch(title -> title.contains("&amp;"));
    }

    @Test
    void someContractsStartOrEndInStructuresOfPlayers() {
        assertThat(ALL)
                .filteredOn(contract -> contract.header(Instant.EPOCH).startLocationId() > 1_000_000_000_000L)
                .hasSizeBetween(500, 1_000);
    }

    private static int pages(long region) {
        return UNIVERSE.listing(region).orElseThrow().pages();
    }

    private static Predicate<String> has(IntPredicate character) {
        return title -> title.codePoints().anyMatch(character);
    }
}
