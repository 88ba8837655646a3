package eve.contracts.aggregator.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Divides events into rounds with at most one event of a contract in each, and each contract's events in
/// order.
///
/// A contract's event is sent only after the one before it is acknowledged and deleted. Whatever fails in
/// between, an event can be repeated, but never after a later one of its contract.
final class Rounds {

    private Rounds() {}

    static List<List<OutboxEvent>> of(List<OutboxEvent> events) {
        Map<Long, Integer> seen = new HashMap<>();
        List<List<OutboxEvent>> rounds = new ArrayList<>();
        for (OutboxEvent event : events) {
            int round = seen.merge(event.contractId(), 1, Integer::sum) - 1;
            if (round == rounds.size()) {
                rounds.add(new ArrayList<>());
            }
            rounds.get(round).add(event);
        }
        return rounds;
    }
}
