/// The seeded data of the simulator: contracts, items, bids and types that change with the clock.
@org.jspecify.annotations.NullMarked
package eve.contracts.simulator.universe;
