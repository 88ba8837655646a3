package eve.contracts.aggregator.store;

import eve.contracts.logging.SparseLog;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/// Logs that the database cannot be used and why, at most once a minute. Safe for threads.
@Component
public class OutageLog {

    private static final Logger log = LoggerFactory.getLogger(OutageLog.class);

    private final JdbcConnectionDetails database;
    private final SparseLog outages = new SparseLog(log);

    public OutageLog(JdbcConnectionDetails database) {
        this.database = database;
    }

    public void note(Exception failure) {
        Supplier<String> words = () -> inWords(database, failure);
        outages.warn("{}", words);
    }

    static String inWords(JdbcConnectionDetails database, Throwable failure) {
        String what = DatabaseOutage.isRefusedLogin(failure)
                ? " refuses the login of user \"" + database.getUsername() + "\": "
                : " cannot be used: ";
        return "PostgreSQL at " + address(database) + what + NestedExceptionUtils.getMostSpecificCause(failure);
    }

    /// Without parameters: a password can be among them.
    static String address(JdbcConnectionDetails database) {
        return database.getJdbcUrl().replaceFirst("^jdbc:postgresql:(//)?", "").replaceFirst("\\?.*", "");
    }
}
