package eve.contracts.simulator.universe;

import eve.contracts.simulator.universe.ItemType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Generates item types in groups of 28 variants; every fifth type is the blueprint of the type before it.
///
/// The types are always the same. Their ids are distributed like the real ones: dense within a group, with gaps
/// between the groups, from 178 to about 85,000. All names are different, and none looks like the name of a
/// rolled type.
final class GeneratedTypes {
    private static final long SEED = 20_260_927;
    private static final int FIRST_ID = 178;
    private static final int LARGEST_GAP = 120;
    private static final int FIRST_GROUP = 2_000;
    private static final int FIRST_MARKET_GROUP = 3_000;
    private static final List<String> VARIANTS = names("""
            Civilian, Compact, Enduring, Restrained, Scoped, Ample, Upgraded, Prototype, Limited, Experimental,
            Modified, Refurbished, Salvaged, Imperial Navy, Republic Fleet, Caldari Navy, Federation Navy,
            Khanid Navy, Ammatar Navy, Thukker, Syndicate, Dark Blood, True Sansha, Dread Guristas,
            Shadow Serpentis, Domination, Sentient, Veteran""");
    private static final List<String> SIZES = names("""
            Micro, Small, Medium, Large, Heavy, X-Large, Capital, Light, Rapid, Dual, Quad, Siege""");
    private static final List<String> THINGS = names("""
            Autocannon, Artillery Cannon, Blaster, Railgun, Pulse Laser, Beam Laser, Missile Launcher,
            Torpedo Launcher, Rocket Launcher, Bomb Launcher, Smartbomb, Disintegrator, Armor Plates,
            Armor Membrane, Armor Hardener, Hull Repairer, Shield Amplifier, Shield Recharger, Shield Rig,
            Armor Rig, Hull Rig, Astronautic Rig, Drone Rig, Electronic Rig, Energy Rig, Missile Rig,
            Capacitor Booster, Cap Recharger, Power Diagnostic System, Reactor Control Unit, Co-Processor,
            Sensor Booster, Signal Amplifier, Tracking Computer, Tracking Enhancer, Target Painter,
            Remote Repairer, Remote Booster, Scan Probe, Probe Launcher, Salvager, Tractor Beam, Mining Laser,
            Strip Miner, Gas Harvester, Cargo Expander, Inertial Stabilizer, Overdrive, Combat Drone,
            Mining Drone, Logistic Drone, Fighter, Hybrid Charge, Frequency Crystal, Projectile Ammo, Missile,
            Implant, Booster, Frigate, Cruiser""");

    private GeneratedTypes() {}

    /// Returns this number of types, without ids that are taken.
    static List<ItemType> make(int count, Set<Long> taken) {
        var types = new ArrayList<ItemType>(count);
        long id = FIRST_ID;
        for (int n = 0; n < count; n++) {
            int group = n / VARIANTS.size();
            int variant = n % VARIANTS.size();
            id += variant == 0 ? 1 + (long) (Dice.share(SEED, group) * LARGEST_GAP) : 1 + n % 2;
            while (taken.contains(id)) {
                id++;
            }
            types.add(type(id, group, variant));
        }
        return types;
    }

    private static List<String> names(String text) {
        return List.of(text.split(",\\s+"));
    }

    private static ItemType type(long id, int group, int variant) {
        boolean blueprint = variant % 5 == 4;
        String thing = THINGS.get(group % THINGS.size());
        String name = String.join(
                " ",
                VARIANTS.get(blueprint ? variant - 1 : variant),
                SIZES.get(group / THINGS.size() % SIZES.size()),
                thing,
                blueprint ? "Blueprint" : variant % 3 == 0 ? "II" : "I");
        @Nullable Integer marketGroup = variant % 9 == 8 ? null : (Integer) (FIRST_MARKET_GROUP + group);
        boolean ship = thing.equals("Frigate") || thing.equals("Cruiser");
        double volume = blueprint ? 0.01 : ship ? 25_000 : 1 + group % 50;
        Kind kind = blueprint ? Kind.BLUEPRINT : Kind.COMMON;
        return new ItemType(id, FIRST_GROUP + group, marketGroup, volume, name, kind, 0, 0);
    }
}
