/// What goes wrong, and how slowly: faults and latency that can be switched while the simulator runs.
@org.jspecify.annotations.NullMarked
package eve.contracts.simulator.faults;
