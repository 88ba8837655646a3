package eve.contracts.api.contracts.search;

import eve.contracts.api.problems.InvalidParameterException;
import eve.contracts.schema.Columns;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The order of a search: by one field, then by contract id, both in the same direction.
///
/// @param descending requested with a minus sign before the field's name
record SearchSort(Field field, boolean descending) {

    static final String DEFAULT = "-dateIssued";

    enum Field {
        DATE_ISSUED("dateIssued", "date_issued", "date_issued"),
        DATE_EXPIRED("dateExpired", "date_expired", "date_expired"),
        /// A contract without a price is sorted as if its price were -1.
        PRICE("price", "price", "coalesce(price, -1)");

        private final String wireName;
        private final String column;
        private final String sql;

        Field(String wireName, String column, String sql) {
            this.wireName = wireName;
            this.column = column;
            this.sql = sql;
        }

        /// Returns the column of `contract` and of `open_term`; in `open_term` it is the sort key too.
        String column() {
            return column;
        }

        /// Returns the expression that the indexes of `contract` are sorted by.
        String sql() {
            return sql;
        }

        /// Returns the sort key of a row, as text that [#parameter] can parse.
        String key(ResultSet row) throws SQLException {
            return switch (this) {
                case DATE_ISSUED, DATE_EXPIRED ->
                    Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, Columns.instant(row, "sort_key")));
                case PRICE -> row.getBigDecimal("sort_key").toPlainString();
            };
        }

        /// @throws IllegalArgumentException when the text is not a key of this field, or no contract can have
        ///     it
        Object parameter(String key) {
            return switch (this) {
                case DATE_ISSUED, DATE_EXPIRED -> {
                    long micros = Long.parseLong(key);
                    if (micros < FIRST_MICROS || micros > LAST_MICROS) {
                        throw new IllegalArgumentException(key);
                    }
                    yield Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
                }
                case PRICE -> {
                    if (!key.matches("-?[0-9]{1,200}(\\.[0-9]{1,200})?")) {
                        throw new IllegalArgumentException(key);
                    }
                    yield new BigDecimal(key);
                }
            };
        }

        /// The years 1 to 9999, which PostgreSQL can hold.
        private static final long FIRST_MICROS = -62_135_596_800_000_000L;

        private static final long LAST_MICROS = 253_402_300_799_000_000L;
    }

    static SearchSort parse(@Nullable String text) {
        var given = text == null ? DEFAULT : text;
        var descending = given.startsWith("-");
        var name = descending ? given.substring(1) : given;
        return Arrays.stream(Field.values())
                .filter(field -> field.wireName.equals(name))
                .findAny()
                .map(field -> new SearchSort(field, descending))
                .orElseThrow(() -> new InvalidParameterException(
                        "sort",
                        "must be one of "
                                + Arrays.stream(Field.values())
                                        .map(field -> field.wireName)
                                        .collect(Collectors.joining(", "))
                                + ", with a minus sign before it for the opposite order"));
    }

    /// Returns whether this is the order of the table of terms, which is sorted by `dateIssued`.
    boolean byIssue() {
        return field == Field.DATE_ISSUED;
    }

    String direction() {
        return descending ? " desc" : " asc";
    }

    /// Returns the condition that a contract comes after the cursor.
    String after(String key, String contractId) {
        return "(" + key + ", " + contractId + ") " + (descending ? "<" : ">") + " (:key, :lastId)";
    }
}
