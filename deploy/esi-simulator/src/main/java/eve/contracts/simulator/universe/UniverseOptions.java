package eve.contracts.simulator.universe;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What the universe is made of; the defaults follow the live one.
///
/// @param contracts how many contracts are listed at the start, 0 to 200,000
/// @param regions region ids and the share of contracts in each; a share of 0 is a region with an empty listing
/// @param auctions share of auctions
/// @param couriers share of couriers; what is left are item exchanges
/// @param largeContracts how many contracts have more than 1000 items (only when there are 100 contracts or more)
/// @param rolled share of item exchanges and auctions that hold a rolled (dynamic) item
/// @param unreadableRolls share of rolled items that ESI answers with 500, always the same ones
/// @param gone share of listed contracts that are gone from the start though still listed
/// @param listingAge after how long a listing is made anew
/// @param contractsPerHour how many contracts appear, and about as many are accepted, in an hour per 48,000 listed; 0
/// is a still world
/// @param bidShare share of auctions that get a bid between two listings
public record UniverseOptions(
        long seed,
        int contracts,
        Map<Long, Double> regions,
        double auctions,
        double couriers,
        int largeContracts,
        double rolled,
        double unreadableRolls,
        double gone,
        Duration listingAge,
        double contractsPerHour,
        double bidShare) {

    private static final Map<Long, Double> REGIONS =
            Map.of(10000002L, 0.70, 10000043L, 0.12, 10000032L, 0.08, 10000030L, 0.06, 10000042L, 0.04, 10000048L, 0.0);

    public UniverseOptions {
        if (contracts < 0 || contracts > 200_000) {
            throw new IllegalArgumentException("contracts must be 0 to 200000, not " + contracts);
        }
        if (regions.isEmpty() || regions.values().stream().anyMatch(share -> share < 0)) {
            throw new IllegalArgumentException("regions need at least one id, and no negative share: " + regions);
        }
        if (regions.values().stream().allMatch(share -> share == 0) && contracts > 0) {
            throw new IllegalArgumentException("at least one region needs a share above 0");
        }
        share("auctions", auctions);
        share("couriers", couriers);
        share("auctions and couriers", auctions + couriers);
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

    /// 2,000 contracts in the proportions of the live universe.
    public static UniverseOptions defaults() {
        return new UniverseOptions(1, 2_000, REGIONS, 0.02, 0.005, 2, 0.04, 0.02, 0, Duration.ofMinutes(30), 230, 0.1);
    }

    public UniverseOptions withSeed(long seed) {
        return new UniverseOptions(
                seed,
                contracts,
                regions,
                auctions,
                couriers,
                largeContracts,
                rolled,
                unreadableRolls,
                gone,
                listingAge,
                contractsPerHour,
                bidShare);
    }

    public UniverseOptions withContracts(int contracts) {
        return new UniverseOptions(
                seed,
                contracts,
                regions,
                auctions,
                couriers,
                largeContracts,
                rolled,
                unreadableRolls,
                gone,
                listingAge,
                contractsPerHour,
                bidShare);
    }

    public UniverseOptions withRegions(Map<Long, Double> regions) {
        return new UniverseOptions(
                seed,
                contracts,
                regions,
                auctions,
                couriers,
                largeContracts,
                rolled,
                unreadableRolls,
                gone,
                listingAge,
                contractsPerHour,
                bidShare);
    }

    public UniverseOptions withAuctions(double auctions) {
        return new UniverseOptions(
                seed,
                contracts,
                regions,
                auctions,
                couriers,
                largeContracts,
                rolled,
                unreadableRolls,
                gone,
                listingAge,
                contractsPerHour,
                bidShare);
    }

    public UniverseOptions withCouriers(double couriers) {
        return new UniverseOptions(
                seed,
                contracts,
                regions,
                auctions,
                couriers,
                largeContracts,
                rolled,
                unreadableRolls,
                gone,
                listingAge,
                contractsPerHour,
                bidShare);
    }

    public UniverseOptions withLargeContracts(int largeContracts) {
        return new UniverseOptions(
                seed,
                contracts,
                regions,
                auctions,
                couriers,
                largeContracts,
                rolled,
                unreadableRolls,
                gone,
                listingAge,
                contractsPerHour,
                bidShare);
    }

    public UniverseOptions withRolled(double rolled) {
        return new UniverseOptions(
                seed,
                contracts,
                regions,
                auctions,
                couriers,
                largeContracts,
                rolled,
                unreadableRolls,
                gone,
                listingAge,
                contractsPerHour,
                bidShare);
    }

    public UniverseOptions withUnreadableRolls(double unreadableRolls) {
        return new UniverseOptions(
                seed,
                contracts,
                regions,
                auctions,
                couriers,
                largeContracts,
                rolled,
                unreadableRolls,
                gone,
                listingAge,
                contractsPerHour,
                bidShare);
    }

    public UniverseOptions withGone(double gone) {
        return new UniverseOptions(
                seed,
                contracts,
                regions,
                auctions,
                couriers,
                largeContracts,
                rolled,
                unreadableRolls,
                gone,
                listingAge,
                contractsPerHour,
                bidShare);
    }

    public UniverseOptions withListingAge(Duration listingAge) {
        return new UniverseOptions(
                seed,
                contracts,
                regions,
                auctions,
                couriers,
                largeContracts,
                rolled,
                unreadableRolls,
                gone,
                listingAge,
                contractsPerHour,
                bidShare);
    }

    public UniverseOptions withContractsPerHour(double contractsPerHour) {
        return new UniverseOptions(
                seed,
                contracts,
                regions,
                auctions,
                couriers,
                largeContracts,
                rolled,
                unreadableRolls,
                gone,
                listingAge,
                contractsPerHour,
                bidShare);
    }

    public UniverseOptions withBidShare(double bidShare) {
        return new UniverseOptions(
                seed,
                contracts,
                regions,
                auctions,
                couriers,
                largeContracts,
                rolled,
                unreadableRolls,
                gone,
                listingAge,
                contractsPerHour,
                bidShare);
    }

    public Set<Long> regionIds() {
        return regions.keySet();
    }

    private static void share(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " must be a share from 0 to 1, not " + share);
        }
    }
}
