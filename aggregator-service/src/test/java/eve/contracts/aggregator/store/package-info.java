/// Tests of step 4.
@org.jspecify.annotations.NullMarked
package eve.contracts.aggregator.store;
