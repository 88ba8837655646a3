package eve.contracts.aggregator.outbox;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/// Commits events as the store does: versions of a contract one after the other, contracts in any order.
final class EventWriter implements Callable<Integer> {

    private static final int TOGETHER = 20;

    private final String jdbcUrl;
    private final String username;
    private final String password;
    private final int firstContract;
    private final int contracts;
    private final int versions;
    private final long nanosForEach;

    /// @param perSecond the events per second; 0 for as fast as possible
    EventWriter(
            String jdbcUrl,
            String username,
            String password,
            int firstContract,
            int contracts,
            int versions,
            int perSecond) {
        this.jdbcUrl = jdbcUrl;
        this.username = username;
        this.password = password;
        this.firstContract = firstContract;
        this.contracts = contracts;
        this.versions = versions;
        this.nanosForEach = perSecond == 0 ? 0 : 1_000_000_000L / perSecond;
    }

    @Override
    public Integer call() throws SQLException {
        var random = new Random(firstContract);
        int[] next = new int[contracts];
        List<Integer> unfinished = new ArrayList<>();
        for (int i = 0; i < contracts; i++) {
            unfinished.add(i);
        }
        int written = 0;
        long start = System.nanoTime();
        try (Connection connection = DriverManager.getConnection(jdbcUrl, username, password);
                PreparedStatement insert = connection.prepareStatement(
                        "insert into outbox (contract_id, version, type, data) values (?, ?, 'contract.stored.v1', ?)")) {
            connection.setAutoCommit(false);
            while (!unfinished.isEmpty()) {
                for (int i = 0; i < TOGETHER && !unfinished.isEmpty(); i++) {
                    int at = random.nextInt(unfinished.size());
                    int contract = unfinished.get(at);
                    int version = ++next[contract];
                    if (version == versions) {
                        unfinished.set(at, unfinished.getLast());
                        unfinished.removeLast();
                    }
                    insert.setLong(1, firstContract + contract);
                    insert.setLong(2, version);
                    insert.setString(3, "{\"version\":" + version + ",\"fill\":\"" + "x".repeat(300) + "\"}");
                    insert.addBatch();
                    written++;
                }
                insert.executeBatch();
                connection.commit();
                java.util.concurrent.locks.LockSupport.parkNanos(start + written * nanosForEach - System.nanoTime());
            }
        }
        return written;
    }
}
