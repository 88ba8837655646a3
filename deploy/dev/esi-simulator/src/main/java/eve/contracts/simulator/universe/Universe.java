package eve.contracts.simulator.universe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The seeded universe. It follows the clock: at each new listing, contracts have appeared, were accepted or
/// have expired, and auctions got bids. The same seed, options and time steps give the same universe.
public final class Universe {
    private static final long REGION = 4;
    private static final long HIDDEN = 9;
    private static final Duration SHORTEST_LIFE = Duration.ofHours(1);
    private static final Duration OLDEST = Duration.ofDays(28).minus(SHORTEST_LIFE);

    private final UniverseOptions options;
    private final Clock clock;
    private final ContractMaker maker;
    private final ListingTurnover life;
    private final Map<Long, Contract> contracts = new ConcurrentHashMap<>();
    private final Map<Long, Listing> listings = new ConcurrentHashMap<>();
    private final Instant start;
    private volatile Instant due;
    private long lastId = Ids.FIRST_CONTRACT - 1;

    public Universe(UniverseOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.maker = new ContractMaker(options);
        this.life = new ListingTurnover(options, maker);
        this.start = clock.instant();
        this.due = start.plus(options.listingAge());
        populate();
        relist(start, options.regionIds());
        life.plan(contracts.values(), start, 0);
        life.beginWithSomeGone(contracts.values());
    }

    public Set<Long> regionIds() {
        return options.regionIds();
    }

    public Instant start() {
        return start;
    }

    /// Returns the time between two listings.
    public Duration listingAge() {
        return options.listingAge();
    }

    /// Returns the ids in the present listings of all regions, in order.
    public List<Long> contractIds() {
        return regionIds().stream()
                .flatMap(region -> contractIds(region).stream())
                .sorted()
                .toList();
    }

    /// Returns the ids in the present listing of one region, in order; none for an unknown region.
    public List<Long> contractIds(long regionId) {
        return listing(regionId).stream()
                .flatMap(listing -> listing.contracts().stream())
                .map(Contract::id)
                .toList();
    }

    public Optional<Listing> listing(long regionId) {
        live();
        return Optional.ofNullable(listings.get(regionId));
    }

    public boolean knows(long contractId) {
        return contracts.containsKey(contractId);
    }

    public Optional<Long> regionOf(long contractId) {
        return Optional.ofNullable(contracts.get(contractId)).map(Contract::regionId);
    }

    /// Returns how a contract is gone; empty while it is public.
    public Optional<Gone> gone(long contractId) {
        live();
        return contract(contractId).gone(clock.instant());
    }

    public List<Page> itemPages(long contractId) {
        return Pages.of(contract(contractId).items());
    }

    public List<Page> bidPages(long contractId) {
        live();
        return Pages.of(contract(contractId).bids(clock.instant()));
    }

    public Optional<Item> item(long itemId) {
        return Optional.ofNullable(contracts.get(Ids.contractOf(itemId))).stream()
                .flatMap(contract -> contract.items().stream())
                .filter(item -> item.itemId() != null && item.itemId() == itemId)
                .findFirst();
    }

    /// Returns the roll of an item of a dynamic type; empty if it cannot be read.
    public Optional<Roll> roll(Item item) {
        return Rolls.roll(options, item);
    }

    public Truth truth(long contractId) {
        live();
        Contract contract = contract(contractId);
        Instant listed = Optional.ofNullable(listings.get(contract.regionId()))
                .map(Listing::madeAt)
                .orElse(start);
        Instant now = clock.instant();
        return Truth.of(
                contract.header(listed),
                contract.regionId(),
                contract.items(),
                contract.bids(now),
                Rolls.of(options, contract.items()),
                contract.gone(now));
    }

    /// Ends this contract in this way from now on; it stays listed until the next listing.
    public void end(long contractId, Gone how) {
        contract(contractId).end(clock.instant(), how);
    }

    /// Adds a contract to the region. It is public at once; the next listing contains it.
    public synchronized long add(long regionId) {
        if (!options.regionIds().contains(regionId)) {
            throw new IllegalArgumentException("no region " + regionId + " here, only " + options.regionIds());
        }
        return appear(regionId, false, clock.instant(), Duration.ZERO).id();
    }

    /// Places a bid above all others at this moment.
    public Bid placeBid(long contractId) {
        Contract contract = contract(contractId);
        if (!contract.isAuction()) {
            throw new IllegalArgumentException("contract " + contractId + " is no auction");
        }
        Bid bid = maker.bid(contract, clock.instant());
        contract.add(bid);
        return bid;
    }

    /// Regenerates one region's listing now, before its time, with a new date even within the same second.
    public synchronized void remakeListing(long regionId) {
        Listing present =
                listing(regionId).orElseThrow(() -> new IllegalArgumentException("no region " + regionId + " here"));
        relist(after(present), Set.of(regionId));
    }

    /// Regenerates one region's listing with only a part of its contracts, until the next one is due. The true
    /// set of listed contracts does not change.
    ///
    /// @return false if there is nothing to leave out, or a part is missing already
    public synchronized boolean hidePart(long regionId, double hidden) {
        Optional<Listing> present = listing(regionId)
                .filter(listing -> listing.showsAll() && !listing.contracts().isEmpty());
        present.ifPresent(whole -> listings.put(
                regionId,
                whole.showing(after(whole), contract -> Dice.share(options.seed(), HIDDEN, contract.id()) >= hidden)));
        return present.isPresent();
    }

    /// Returns the present time, or one second after this listing if that is later.
    private Instant after(Listing listing) {
        Instant next = listing.madeAt().plusSeconds(1);
        Instant now = clock.instant();
        return now.isAfter(next) ? now : next;
    }

    /// Regenerates one region's listing between two page requests: the first contract was accepted, so that all
    /// others move up, and a new one is added.
    public synchronized void tearListing(long regionId) {
        contractIds(regionId).stream().findFirst().ifPresent(first -> end(first, Gone.NO_CONTENT));
        add(regionId);
        remakeListing(regionId);
    }

    /// Applies all changes up to the present time.
    private void live() {
        if (!clock.instant().isBefore(due)) {
            catchUp(clock.instant());
        }
    }

    private synchronized void catchUp(Instant now) {
        while (!now.isBefore(due)) {
            Instant madeAt = due;
            long step = Duration.between(start, madeAt).dividedBy(options.listingAge());
            for (long region : regionIds()) {
                int size = Optional.ofNullable(listings.get(region))
                        .map(listing -> listing.contracts().size())
                        .orElse(0);
                for (Duration age : life.births(region, size, step)) {
                    appear(region, false, madeAt, age);
                }
            }
            due = madeAt.plus(options.listingAge());
            relist(madeAt, regionIds());
            List<Contract> listed = listings.values().stream()
                    .flatMap(listing -> listing.contracts().stream())
                    .toList();
            life.plan(listed, madeAt, step);
        }
    }

    private void populate() {
        for (int n = 0; n < options.contracts(); n++) {
            Duration age = OLDEST.multipliedBy(options.contracts() - n).dividedBy(options.contracts());
            long region = Dice.of(options.seed(), REGION, n).weighted(options.regions());
            appear(region, isLarge(n), start, age);
        }
    }

    private boolean isLarge(int n) {
        int every = Math.max(8, options.contracts() / Math.max(1, options.largeContracts()));
        return options.contracts() >= 100 && n % every == 7 && n / every < options.largeContracts();
    }

    private Contract appear(long region, boolean large, Instant now, Duration age) {
        lastId += 1 + (long) (Dice.share(options.seed(), REGION, lastId) * 20);
        Contract contract = maker.make(lastId, region, large, now, age, SHORTEST_LIFE);
        contracts.put(contract.id(), contract);
        return contract;
    }

    private void relist(Instant madeAt, Set<Long> regions) {
        Map<Long, List<Contract>> listed = contracts.values().stream()
                .filter(contract -> regions.contains(contract.regionId()) && !contract.isOver(madeAt))
                .sorted(Comparator.comparingLong(Contract::id))
                .collect(Collectors.groupingBy(Contract::regionId));
        for (long region : regions) {
            listings.put(region, new Listing(madeAt, due, listed.getOrDefault(region, List.of())));
        }
    }

    Contract contract(long contractId) {
        Contract contract = contracts.get(contractId);
        if (contract == null) {
            throw new IllegalArgumentException("no contract " + contractId + " here");
        }
        return contract;
    }
}
