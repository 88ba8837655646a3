/// Shows what the simulator promises, over HTTP.
@org.jspecify.annotations.NullMarked
package eve.contracts.simulator;
