package eve.contracts.benchmark.outbox;

import java.util.List;

/// One way of sending a committed row to the topic.
interface Contender {

    String name();

    Surroundings surroundings();

    /// Creates the tables and inserts the events, without sending any.
    void pileUp(List<Event> events);

    /// Starts sending.
    void start();

    /// Commits one event in its own transaction.
    void write(Event event);

    void stop();
}
