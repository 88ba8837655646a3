package eve.contracts.api.contracts;

import eve.contracts.api.problems.InvalidParameterException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The order of a search: by one field, and by contract id where that is equal, both in the same direction.
///
/// @param descending asked for with a minus sign before the field's name
record SearchSort(Field field, boolean descending) {

    static final String DEFAULT = "-dateIssued";

    enum Field {
        DATE_ISSUED("dateIssued", "date_issued", "date_issued"),
        DATE_EXPIRED("dateExpired", "date_expired", "date_expired"),
        /// A contract without a price comes where one with a price below 0 would.
        PRICE("price", "price", "coalesce(price, -1)");

        private final String wireName;
        private final String column;
        private final String sql;

        Field(String wireName, String column, String sql) {
            this.wireName = wireName;
            this.column = column;
            this.sql = sql;
        }

        /// Of `contract`, and of `open_term`, where it is the sort key too.
        String column() {
            return column;
        }

        /// As the indexes of `contract` have it.
        String sql() {
            return sql;
        }

        /// The sort key of a row, as text that [#parameter] takes back.
        String key(ResultSet row) throws SQLException {
            return switch (this) {
                case DATE_ISSUED, DATE_EXPIRED ->
                    Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, ContractRows.time(row, "sort_key")));
                case PRICE -> row.getBigDecimal("sort_key").toPlainString();
            };
        }

        /// @throws IllegalArgumentException when the text is no key of this field, or one that no contract can have
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

    /// Whether entries of the table of terms, which are in order of issue, are in this order.
    boolean byIssue() {
        return field == Field.DATE_ISSUED;
    }

    String direction() {
        return descending ? " desc" : " asc";
    }

    /// The condition for what comes after the cursor.
    String after(String key, String contractId) {
        return "(" + key + ", " + contractId + ") " + (descending ? "<" : ">") + " (:key, :lastId)";
    }
}
