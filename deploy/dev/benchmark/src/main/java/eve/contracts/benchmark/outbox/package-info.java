/// Compares the outbox relay with namastack-outbox and Spring Modulith's event externalisation: how fast each
/// drains many waiting events, and how soon an event reaches the broker at a low rate.
@NullMarked
package eve.contracts.benchmark.outbox;

import org.jspecify.annotations.NullMarked;
