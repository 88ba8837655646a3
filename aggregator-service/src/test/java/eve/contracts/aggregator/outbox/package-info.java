/// Tests of the relay; relays run in this process or in processes of their own.
package eve.contracts.aggregator.outbox;
