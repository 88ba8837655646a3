package eve.contracts.api.contracts.search;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/// Three stored contracts for tests of other packages: 1 with all fields, 2 with as few as possible, 3 closed.
public record Samples(JdbcClient database, PlatformTransactionManager transactions) {

    public void store() {
        var stored = new StoredRows(database, transactions);
        stored.clear();
        stored.auction(1);
        stored.courier(2);
        stored.exchange(3, 10_000_002, 34, "1.0", "CLOSED");
    }
}
