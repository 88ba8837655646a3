package eve.contracts.aggregator.store;

import eve.contracts.logging.OncePerMinute;
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
    private final OncePerMinute due = new OncePerMinute();

    public OutageLog(JdbcConnectionDetails database) {
        this.database = database;
    }

    public void note(Exception failure) {
        if (due.isDue()) {
            log.warn("{} (said at most once a minute)", inWords(database, failure));
        }
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
