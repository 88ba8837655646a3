/// Tests of step 0.
@org.jspecify.annotations.NullMarked
package eve.contracts.aggregator.discovery;
