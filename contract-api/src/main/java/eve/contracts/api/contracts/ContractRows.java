package eve.contracts.api.contracts;

import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractItem;
import eve.contracts.model.DynamicItem;
import eve.contracts.model.EventJson;
import eve.contracts.schema.Columns;
import eve.contracts.schema.HeaderColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Reads rows of the three contract tables. [HeaderColumns] reads the header.
public final class ContractRows {

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
        return new ContractBid(row.getLong("bid_id"), Columns.instant(row, "date_bid"), row.getBigDecimal("amount"));
    }

    public static ContractSummary summary(ResultSet row, Instant now) throws SQLException {
        return new ContractSummary(
                HeaderColumns.read(row),
                row.getLong("region_id"),
                status(row, now),
                row.getString("closed_reason"),
                row.getLong("version"),
                Columns.instant(row, "fetched_at"),
                row.getInt("item_count"),
                row.getInt("bid_count"));
    }

    static ContractStatus status(ResultSet row, Instant now) throws SQLException {
        return ContractStatus.of(row.getString("status"), Columns.instant(row, "date_expired"), now);
    }

    private static @Nullable DynamicItem roll(@Nullable String json) {
        return json == null ? null : EventJson.mapper().readValue(json, DynamicItem.class);
    }

    private ContractRows() {}
}
