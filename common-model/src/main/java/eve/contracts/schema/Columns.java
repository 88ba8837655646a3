package eve.contracts.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/// Reads columns whose Java type JDBC does not return itself.
public final class Columns {

    private Columns() {}

    /// A `timestamptz` that is not null.
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
