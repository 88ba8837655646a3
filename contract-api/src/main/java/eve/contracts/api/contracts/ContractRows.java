package eve.contracts.api.contracts;

import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractItem;
import eve.contracts.model.ContractType;
import eve.contracts.model.DynamicItem;
import eve.contracts.model.EventJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads rows of the three tables of contracts; the only place here that knows their columns by type.
final class ContractRows {

    static final String HEADER_COLUMNS = """
            contract_id, type, issuer_id, issuer_corporation_id, date_issued, date_expired, buyout, collateral, price,
            reward, volume, days_to_complete, start_location_id, end_location_id, for_corporation, title""";

    static ContractHeader header(ResultSet row) throws SQLException {
        return new ContractHeader(
                row.getLong("contract_id"),
                ContractType.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
                row.getLong("issuer_id"),
                row.getLong("issuer_corporation_id"),
                time(row, "date_issued"),
                time(row, "date_expired"),
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

    static ContractItem item(ResultSet row, int number) throws SQLException {
        return new ContractItem(
                row.getLong("record_id"),
                row.getLong("type_id"),
                row.getLong("quantity"),
                row.getBoolean("is_included"),
                row.getObject("item_id", Long.class),
                row.getObject("is_blueprint_copy", Boolean.class),
                row.getObject("runs", Long.class),
                row.getObject("material_efficiency", Long.class),
                row.getObject("time_efficiency", Long.class),
                roll(row.getString("dynamic")),
                row.getString("dynamic_unavailable"));
    }

    static ContractBid bid(ResultSet row, int number) throws SQLException {
        return new ContractBid(row.getLong("bid_id"), time(row, "date_bid"), row.getBigDecimal("amount"));
    }

    static ContractSummary summary(ResultSet row, Instant now) throws SQLException {
        return new ContractSummary(
                header(row),
                row.getLong("region_id"),
                status(row, now),
                row.getString("closed_reason"),
                row.getLong("version"),
                time(row, "fetched_at"),
                row.getInt("item_count"),
                row.getInt("bid_count"));
    }

    static ContractStatus status(ResultSet row, Instant now) throws SQLException {
        return ContractStatus.of(row.getString("status"), time(row, "date_expired"), now);
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable DynamicItem roll(@Nullable String json) {
        return json == null ? null : EventJson.mapper().readValue(json, DynamicItem.class);
    }

    private ContractRows() {}
}
