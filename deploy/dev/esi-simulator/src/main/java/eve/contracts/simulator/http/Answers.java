package eve.contracts.simulator.http;

import eve.contracts.simulator.universe.Atlas;
import eve.contracts.simulator.universe.Gone;
import eve.contracts.simulator.universe.Item;
import eve.contracts.simulator.universe.Listing;
import eve.contracts.simulator.universe.Page;
import eve.contracts.simulator.universe.Universe;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Returns the correct answer of ESI to each route.
final class Answers {
    private static final Duration ITEMS = Duration.ofHours(1);
    private static final Duration BIDS = Duration.ofMinutes(5);
    private static final Duration STATUS = Duration.ofSeconds(30);

    private final Universe universe;
    private final Clock clock;

    Answers(Universe universe, Clock clock) {
        this.universe = universe;
        this.clock = clock;
    }

    Answer to(Target target, @Nullable String page, byte[] body) {
        Instant now = clock.instant();
        Freshness daily = Freshness.daily(now);
        return switch (target) {
            case Target.Listing(Long region) when region != null -> listing(region, page);
            case Target.Items(Long contract) when contract != null -> items(contract, page, now);
            case Target.Bids(Long contract) when contract != null -> bids(contract, page, now);
            case Target.DynamicItem(Long type, Long item)
            when type != null && item != null -> dynamicItem(type, item, daily);
            case Target.Regions() -> Answer.single(universe.regionIds(), daily);
            case Target.Region(Long region) when region != null -> region(region, daily);
            case Target.Type(Long type)
            when type != null ->
                Atlas.type(type)
                        .map(found -> Answer.single(found, daily))
                        .orElseGet(() -> Answer.error(404, "Type not found!"));
            case Target.Names() -> Names.answer(body, daily);
            case Target.Status() -> status(now);
            case Target.Unknown() -> Answer.error(404, "Requested route does not exist!");
            case Target.Listing _,
                    Target.Items _,
                    Target.Bids _,
                    Target.DynamicItem _,
                    Target.Region _,
                    Target.Type _ -> Answer.error(400, "Ids are integers");
        };
    }

    private Answer listing(long regionId, @Nullable String page) {
        Optional<Listing> found = universe.listing(regionId);
        if (found.isEmpty()) {
            return Answer.error(404, "Region not found");
        }
        Listing listing = found.get();
        Freshness freshness = new Freshness(listing.madeAt(), listing.expires());
        return number(page, listing.pages(), wanted -> Answer.page(listing.page(wanted), freshness));
    }

    private Answer items(long contractId, @Nullable String page, Instant now) {
        if (!universe.knows(contractId)) {
            return Answer.gone(Gone.NOT_FOUND, Freshness.of(ITEMS, contractId, now));
        }
        Freshness freshness = Freshness.of(ITEMS, contractId, now);
        return universe.gone(contractId)
                .map(gone -> Answer.gone(gone, freshness))
                .orElseGet(() -> page(universe.itemPages(contractId), page, freshness));
    }

    private Answer bids(long contractId, @Nullable String page, Instant now) {
        Freshness freshness = Freshness.of(BIDS, contractId, now);
        if (!universe.knows(contractId)) {
            return Answer.gone(Gone.NOT_FOUND, freshness);
        }
        return universe.gone(contractId)
                .map(gone -> Answer.gone(gone, freshness))
                .orElseGet(() -> page(universe.bidPages(contractId), page, freshness));
    }

    private Answer dynamicItem(long typeId, long itemId, Freshness daily) {
        Optional<Item> item = universe.item(itemId).filter(found -> found.typeId() == typeId);
        if (item.isEmpty()) {
            return Answer.error(404, "Item not found!");
        }
        if (!Atlas.isDynamic(item.get())) {
            return Answer.error(520, "Item is not a dynamic item");
        }
        return universe.roll(item.get())
                .map(roll -> Answer.single(roll, daily))
                .orElseGet(() -> Answer.error(500, "Unhandled internal error encountered!"));
    }

    private Answer region(long regionId, Freshness daily) {
        return universe.regionIds().contains(regionId)
                ? Answer.single(Atlas.region(regionId), daily)
                : Answer.error(404, "Region not found");
    }

    private Answer status(Instant now) {
        var status = new LinkedHashMap<String, Object>();
        status.put("players", 21_500 + Math.floorMod(now.getEpochSecond() / 30, 4_000));
        status.put("server_version", "3142455");
        status.put("start_time", universe.start());
        return Answer.single(status, Freshness.of(STATUS, 0, now));
    }

    private static Answer page(List<Page> pages, @Nullable String page, Freshness freshness) {
        return number(page, pages.size(), wanted -> Answer.page(pages.get(wanted - 1), freshness));
    }

    private interface OnePage {
        Answer of(int number);
    }

    private static Answer number(@Nullable String page, int pages, OnePage answer) {
        Long wanted = page == null ? Long.valueOf(1) : Target.number(page);
        if (wanted == null || wanted < 1) {
            return Answer.error(400, "page must be an integer of 1 or more");
        }
        return wanted > pages ? Answer.error(404, "Requested page does not exist!") : answer.of(wanted.intValue());
    }
}
