/// Contains the faults and the latency, which can be changed while the simulator runs.
@org.jspecify.annotations.NullMarked
package eve.contracts.simulator.faults;
