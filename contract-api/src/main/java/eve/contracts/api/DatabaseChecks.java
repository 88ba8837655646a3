package eve.contracts.api;

import eve.contracts.api.reading.ReadProperties;
import eve.contracts.database.DatabaseCheck;
import eve.contracts.database.DatabaseLogin;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Component;

/// Stops the start with one message when a database is not suitable.
@Component
final class DatabaseChecks implements InitializingBean {

    private final DatabaseLogin writing;
    private final ReadProperties reading;

    DatabaseChecks(JdbcConnectionDetails writing, ReadProperties reading) {
        this.writing = DatabaseLogin.of(writing);
        this.reading = reading;
    }

    @Override
    public void afterPropertiesSet() {
        DatabaseCheck.requireFit(writing, DatabaseCheck.Use.WRITES);
        DatabaseLogin own = reading.login(writing);
        if (!own.equals(writing)) {
            DatabaseCheck.requireFit(own, DatabaseCheck.Use.READS);
        }
    }
}
