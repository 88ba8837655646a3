package eve.contracts.simulator.universe;

import org.jspecify.annotations.Nullable;

/// One type of item. A dynamic type names the source type and the mutaplasmid of its items.
record ItemType(
        long typeId,
        int groupId,
        @Nullable Integer marketGroupId,
        double volume,
        String name,
        Kind kind,
        long source,
        long mutator) {

    enum Kind {
        COMMON,
        BLUEPRINT,
        DYNAMIC
    }

    boolean dynamic() {
        return kind == Kind.DYNAMIC;
    }

    boolean isShip() {
        return volume > 10_000;
    }
}
