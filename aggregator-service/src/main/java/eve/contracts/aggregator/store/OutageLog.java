package eve.contracts.aggregator.store;

import eve.contracts.database.DatabaseLogin;
import eve.contracts.logging.SparseLog;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Component;

/// Logs, at most once a minute, that the database cannot be used and why. Safe for threads.
@Component
public class OutageLog {

    private static final Logger log = LoggerFactory.getLogger(OutageLog.class);

    private final DatabaseLogin database;
    private final SparseLog outages = new SparseLog(log);

    public OutageLog(JdbcConnectionDetails database) {
        this.database = DatabaseLogin.of(database);
    }

    public void note(Exception failure) {
        Supplier<String> words = () -> database.inWords(failure);
        outages.warn("{}", words);
    }
}
