package eve.contracts.engines.test;

import java.util.UUID;

/// Creates names that no other context and no other run uses.
final class DatabaseNames {

    private DatabaseNames() {}

    static String next() {
        return "test_" + UUID.randomUUID().toString().substring(0, 8);
    }
}
