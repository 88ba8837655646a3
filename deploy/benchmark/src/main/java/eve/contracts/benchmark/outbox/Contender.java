package eve.contracts.benchmark.outbox;

import java.util.List;

/// A way from a committed row to the topic.
interface Contender {

    String name();

    Surroundings surroundings();

    /// Creates the tables and piles up events, relaying none.
    void pileUp(List<Event> events);

    /// Relays from now on.
    void start();

    /// Commits one event in a transaction of its own.
    void write(Event event);

    void stop();
}
