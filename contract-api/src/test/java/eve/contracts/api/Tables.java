package eve.contracts.api;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Empties tables between tests, while the background work of the application continues.
public final class Tables {

    private Tables() {}

    /// Repeats after a conflict with the background work, which locks the tables in another order.
    public static void empty(JdbcClient sql, String names) {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(PessimisticLockingFailureException.class)
                .until(() -> sql.sql("truncate " + names).update() >= 0);
    }
}
