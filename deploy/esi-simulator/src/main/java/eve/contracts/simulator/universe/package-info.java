/// What exists: a seeded world of contracts, items, bids and types that lives on with the clock.
@org.jspecify.annotations.NullMarked
package eve.contracts.simulator.universe;
