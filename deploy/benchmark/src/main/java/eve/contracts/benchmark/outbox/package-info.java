/// The outbox relay beside namastack-outbox and Spring Modulith's event externalisation: how fast each drains what has
/// piled up, and how soon an event is at the broker when few come.
@NullMarked
package eve.contracts.benchmark.outbox;

import org.jspecify.annotations.NullMarked;
