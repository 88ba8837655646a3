/// Tests the figures of the simulated universe.
@org.jspecify.annotations.NullMarked
package eve.contracts.simulator.universe;
