package eve.contracts.api;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Empties tables between tests, beside an application whose background work goes on.
public final class Tables {

    private Tables() {}

    /// Again when the background work got in between: it locks its tables in an order of its own.
    public static void empty(JdbcClient sql, String names) {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(PessimisticLockingFailureException.class)
                .until(() -> sql.sql("truncate " + names).update() >= 0);
    }
}
