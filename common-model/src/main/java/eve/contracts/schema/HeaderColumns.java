package eve.contracts.schema;

import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/// Maps the columns of table `contract` that hold ESI's header of a contract.
public final class HeaderColumns {

    /// All of them, for a select.
    public static final String NAMES = """
            contract_id, type, issuer_id, issuer_corporation_id, date_issued, date_expired, buyout, collateral, price,
            reward, volume, days_to_complete, start_location_id, end_location_id, for_corporation, title""";

    private HeaderColumns() {}

    public static ContractHeader read(ResultSet row) throws SQLException {
        return new ContractHeader(
                row.getLong("contract_id"),
                ContractType.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
                row.getLong("issuer_id"),
                row.getLong("issuer_corporation_id"),
                Columns.instant(row, "date_issued"),
                Columns.instant(row, "date_expired"),
                row.getBigDecimal("buyout"),
                row.getBigDecimal("collateral"),
                row.getBigDecimal("price"),
                row.getBigDecimal("reward"),
                row.getBigDecimal("volume"),
                row.getObject("days_to_complete", Long.class),
                row.getObject("start_location_id", Long.class),
                row.getObject("end_location_id", Long.class),
                row.getObject("for_corporation", Boolean.class),
                row.getString("title"));
    }
}
