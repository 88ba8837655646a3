package eve.contracts.simulator.universe;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The contents of the universe; the defaults have the shape of the live one.
///
/// @param contracts number of contracts that are listed at the start, 0 to 200,000
/// @param types number of item types, 20 to 20,000; about forty of them are rolled (dynamic)
/// @param regions region ids and the share of contracts in each; a share of 0 is a region with an empty listing
/// @param auctions share of auctions
/// @param couriers share of couriers
/// @param loans share of loans; the remaining contracts are item exchanges
/// @param largeContracts number of contracts with more than 1000 items (only if there are 100 contracts or
///     more)
/// @param rolled share of item exchanges and auctions that contain rolled (dynamic) items, 1.4 each
/// @param unreadableRolls share of rolled items that ESI answers with 500, always the same ones
/// @param gone share of listed contracts that are gone from the start but still listed
/// @param listingAge the time between two listings
/// @param contractsPerHour number of contracts that appear, and about as many that are accepted, in an hour per
///     48,000 listed; 0 means a universe that does not change
/// @param bidShare share of auctions that get a bid between two listings
public record UniverseOptions(
        long seed,
        int contracts,
        int types,
        Map<Long, Double> regions,
        double auctions,
        double couriers,
        double loans,
        int largeContracts,
        double rolled,
        double unreadableRolls,
        double gone,
        Duration listingAge,
        double contractsPerHour,
        double bidShare) {

    public UniverseOptions {
        if (contracts < 0 || contracts > 200_000) {
            throw new IllegalArgumentException("contracts must be 0 to 200000, not " + contracts);
        }
        if (types < Catalogue.FEWEST || types > Catalogue.MOST) {
            throw new IllegalArgumentException(
                    "types must be " + Catalogue.FEWEST + " to " + Catalogue.MOST + ", not " + types);
        }
        if (regions.isEmpty() || regions.values().stream().anyMatch(share -> share < 0)) {
            throw new IllegalArgumentException("regions need at least one id, and no negative share: " + regions);
        }
        if (regions.values().stream().allMatch(share -> share == 0) && contracts > 0) {
            throw new IllegalArgumentException("at least one region needs a share above 0");
        }
        share("auctions", auctions);
        share("couriers", couriers);
        share("loans", loans);
        share("auctions, couriers and loans", auctions + couriers + loans);
        share("rolled", rolled);
        share("unreadableRolls", unreadableRolls);
        share("gone", gone);
        share("bidShare", bidShare);
        if (listingAge.toSeconds() < 1) {
            throw new IllegalArgumentException("listingAge must be a second or more, not " + listingAge);
        }
        if (contractsPerHour < 0) {
            throw new IllegalArgumentException("contractsPerHour must not be negative: " + contractsPerHour);
        }
        regions = Collections.unmodifiableMap(new TreeMap<>(regions));
    }

    /// Returns 2,000 contracts in the proportions of the live universe, of 20,000 item types in 114 regions.
    public static UniverseOptions defaults() {
        return new UniverseOptions(
                1,
                2_000,
                20_000,
                LiveRegions.shares(),
                0.0142,
                0.0105,
                0.0008,
                1,
                0.22,
                0.002,
                0,
                Duration.ofMinutes(30),
                230,
                0.1);
    }

    public UniverseOptions withSeed(long seed) {
        return with(changed -> changed.seed = seed);
    }

    public UniverseOptions withContracts(int contracts) {
        return with(changed -> changed.contracts = contracts);
    }

    public UniverseOptions withTypes(int types) {
        return with(changed -> changed.types = types);
    }

    public UniverseOptions withRegions(Map<Long, Double> regions) {
        return with(changed -> changed.regions = regions);
    }

    public UniverseOptions withAuctions(double auctions) {
        return with(changed -> changed.auctions = auctions);
    }

    public UniverseOptions withLargeContracts(int largeContracts) {
        return with(changed -> changed.largeContracts = largeContracts);
    }

    public UniverseOptions withUnreadableRolls(double unreadableRolls) {
        return with(changed -> changed.unreadableRolls = unreadableRolls);
    }

    public UniverseOptions withGone(double gone) {
        return with(changed -> changed.gone = gone);
    }

    public UniverseOptions withListingAge(Duration listingAge) {
        return with(changed -> changed.listingAge = listingAge);
    }

    public UniverseOptions withContractsPerHour(double contractsPerHour) {
        return with(changed -> changed.contractsPerHour = contractsPerHour);
    }

    public UniverseOptions withBidShare(double bidShare) {
        return with(changed -> changed.bidShare = bidShare);
    }

    public Set<Long> regionIds() {
        return regions.keySet();
    }

    private static void share(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " must be a share from 0 to 1, not " + share);
        }
    }

    private UniverseOptions with(Consumer<Changed> change) {
        var changed = new Changed(this);
        change.accept(changed);
        return changed.options();
    }

    /// The options while one of them is changed.
    private static final class Changed {
        private long seed;
        private int contracts;
        private int types;
        private Map<Long, Double> regions;
        private double auctions;
        private double couriers;
        private double loans;
        private int largeContracts;
        private double rolled;
        private double unreadableRolls;
        private double gone;
        private Duration listingAge;
        private double contractsPerHour;
        private double bidShare;

        Changed(UniverseOptions options) {
            seed = options.seed;
            contracts = options.contracts;
            types = options.types;
            regions = options.regions;
            auctions = options.auctions;
            couriers = options.couriers;
            loans = options.loans;
            largeContracts = options.largeContracts;
            rolled = options.rolled;
            unreadableRolls = options.unreadableRolls;
            gone = options.gone;
            listingAge = options.listingAge;
            contractsPerHour = options.contractsPerHour;
            bidShare = options.bidShare;
        }

        UniverseOptions options() {
            return new UniverseOptions(
                    seed,
                    contracts,
                    types,
                    regions,
                    auctions,
                    couriers,
                    loans,
                    largeContracts,
                    rolled,
                    unreadableRolls,
                    gone,
                    listingAge,
                    contractsPerHour,
                    bidShare);
        }
    }
}
