/// Simulates ESI for tests and for one machine: start it with `EsiSimulator.start`, or as a program.
@org.jspecify.annotations.NullMarked
package eve.contracts.simulator;
