/// Tests of step 3.
@org.jspecify.annotations.NullMarked
package eve.contracts.aggregator.validation;
