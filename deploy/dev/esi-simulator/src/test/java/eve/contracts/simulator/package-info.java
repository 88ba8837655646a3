/// Tests the simulator's guarantees over HTTP.
@org.jspecify.annotations.NullMarked
package eve.contracts.simulator;
