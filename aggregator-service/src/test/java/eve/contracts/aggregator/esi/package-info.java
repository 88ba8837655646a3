/// Tests of step 2, against the simulator over HTTP.
@org.jspecify.annotations.NullMarked
package eve.contracts.aggregator.esi;
