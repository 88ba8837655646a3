/// Tests of step 5; relays run in this process or in their own processes.
package eve.contracts.aggregator.outbox;
