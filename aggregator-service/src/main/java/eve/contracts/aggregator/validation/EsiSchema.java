package eve.contracts.aggregator.validation;

import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractItem;
import eve.contracts.model.ContractType;
import eve.contracts.model.DynamicItem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Turns ESI's JSON into records, or names each violation of ESI's schemas. Unknown content is counted as
/// [Drift].
@Component
public class EsiSchema {

    private static final int MAX_DOGMA = 500;
    private static final int MAX_ENTRIES = 5_000;
    private static final int LAST_LATIN = 0x24F;
    private static final long META_GROUP = 1692;
    private static final BigDecimal ABYSSAL = BigDecimal.valueOf(15);

    private final Drift drift;

    public EsiSchema(Drift drift) {
        this.drift = drift;
    }

    /// Returns the id of a listing's entry; `null` when it has no readable one.
    public @Nullable Long contractId(JsonNode entry) {
        Long id = FieldReader.wholeNumber(entry.path("contract_id"));
        return id == null || id <= 0 ? null : id;
    }

    public ContractHeader header(JsonNode json) throws SchemaViolationException {
        var fields = new FieldReader("header", json, drift);
        var header = new ContractHeader(
                fields.requiredLong("contract_id", 1),
                type(fields),
                fields.requiredLong("issuer_id", 1),
                fields.requiredLong("issuer_corporation_id", 1),
                fields.requiredInstant("date_issued"),
                fields.requiredInstant("date_expired"),
                fields.optionalDecimal("buyout"),
                fields.optionalDecimal("collateral"),
                fields.optionalDecimal("price"),
                fields.optionalDecimal("reward"),
                fields.optionalDecimal("volume"),
                fields.optionalLong("days_to_complete", 0),
                fields.optionalLong("start_location_id", 1),
                fields.optionalLong("end_location_id", 1),
                fields.optionalBoolean("for_corporation"),
                fields.optionalText("title"));
        fields.finish();
        return header;
    }

    /// @param json an array
    public List<ContractItem> items(JsonNode json) throws SchemaViolationException {
        return list("items", json, this::item);
    }

    /// @param json an array
    public List<ContractBid> bids(JsonNode json) throws SchemaViolationException {
        return list("bids", json, this::bid);
    }

    public DynamicItem dynamicItem(JsonNode json) throws SchemaViolationException {
        var fields = new FieldReader("dynamic_item", json, drift);
        var attributes = new ArrayList<DynamicItem.Attribute>();
        for (JsonNode each : fields.requiredArray("dogma_attributes", MAX_DOGMA)) {
            var attribute = new FieldReader("dynamic_item.dogma_attributes", each, drift);
            attributes.add(new DynamicItem.Attribute(
                    attribute.requiredLong("attribute_id", 1), attribute.requiredDecimal("value")));
            attribute.finish();
        }
        var effects = new ArrayList<DynamicItem.Effect>();
        for (JsonNode each : fields.requiredArray("dogma_effects", MAX_DOGMA)) {
            var effect = new FieldReader("dynamic_item.dogma_effects", each, drift);
            effects.add(
                    new DynamicItem.Effect(effect.requiredLong("effect_id", 1), effect.requiredBoolean("is_default")));
            effect.finish();
        }
        var roll = new DynamicItem(
                fields.requiredLong("created_by", 1),
                fields.requiredLong("source_type_id", 1),
                fields.requiredLong("mutator_type_id", 1),
                attributes,
                effects);
        fields.finish();
        return roll;
    }

    /// Returns whether items of a type are rolled (mutated): the type's meta group, attribute 1692, is Abyssal,
    /// 15.
    public boolean isDynamic(long typeId, JsonNode json) throws SchemaViolationException {
        var fields = new FieldReader("type", json, drift);
        if (fields.requiredLong("type_id", 1) != typeId) {
            fields.violate("type_id", "must be the type asked for, " + typeId, json.path("type_id"));
        }
        boolean dynamic = false;
        for (JsonNode each : fields.optionalArray("dogma_attributes", MAX_DOGMA)) {
            var attribute = new FieldReader("type.dogma_attributes", each, drift);
            long id = attribute.requiredLong("attribute_id", 1);
            BigDecimal value = attribute.requiredDecimal("value");
            attribute.finish();
            dynamic |= id == META_GROUP && value.compareTo(ABYSSAL) == 0;
        }
        // The other fields of a type are not used here, so new ones are not counted.
        fields.finishPart();
        return dynamic;
    }

    /// Item types sorted by their names.
    ///
    /// @param plain types that are not rolled
    /// @param likelyRolled types with a name like that of a rolled type: "Abyssal Heat Sink", "Light Mutated
    ///     Drone"
    public record Named(Set<Long> plain, Set<Long> likelyRolled) {}

    /// Reads an answer of `/universe/names`. A type without a name, or with a name in another script than
    /// Latin, is in neither set.
    public Named names(JsonNode json) throws SchemaViolationException {
        if (!json.isArray()) {
            throw new SchemaViolationException(List.of(new Violation("names", "must be an array", json.toString())));
        }
        var named = new Named(new HashSet<>(), new HashSet<>());
        for (JsonNode each : json) {
            var fields = new FieldReader("name", each, drift);
            long id = fields.requiredLong("id", 1);
            String category = fields.requiredText("category");
            String name = fields.requiredText("name");
            fields.finish();
            if (name.contains("Abyssal") || name.contains("Mutated")) {
                named.likelyRolled().add(id);
            } else if ("inventory_type".equals(category)
                    && !name.isBlank()
                    && name.codePoints().noneMatch(c -> c > LAST_LATIN && Character.isLetter(c))) {
                named.plain().add(id);
            }
        }
        return named;
    }

    private ContractType type(FieldReader fields) {
        String name = fields.requiredText("type");
        for (ContractType type : ContractType.values()) {
            if (type.wireName().equals(name)) {
                return type;
            }
        }
        drift.unknownValue("header", "type", name);
        fields.violate("type", "must be one of the known contract types", name.toLowerCase(Locale.ROOT));
        return ContractType.UNKNOWN;
    }

    private ContractItem item(JsonNode json) throws SchemaViolationException {
        var fields = new FieldReader("item", json, drift);
        var item = new ContractItem(
                fields.requiredLong("record_id", 1),
                fields.requiredLong("type_id", 1),
                fields.requiredLong("quantity", 0),
                fields.requiredBoolean("is_included"),
                fields.optionalLong("item_id", 1),
                fields.optionalBoolean("is_blueprint_copy"),
                fields.optionalLong("runs", -1),
                fields.optionalLong("material_efficiency", Long.MIN_VALUE),
                fields.optionalLong("time_efficiency", Long.MIN_VALUE),
                null,
                null);
        fields.finish();
        return item;
    }

    private ContractBid bid(JsonNode json) throws SchemaViolationException {
        var fields = new FieldReader("bid", json, drift);
        var bid = new ContractBid(
                fields.requiredLong("bid_id", 1), fields.requiredInstant("date_bid"), fields.requiredDecimal("amount"));
        fields.finish();
        return bid;
    }

    private interface Entry<T> {
        T read(JsonNode json) throws SchemaViolationException;
    }

    private <T> List<T> list(String name, JsonNode json, Entry<T> entry) throws SchemaViolationException {
        if (json.size() > MAX_ENTRIES) {
            throw new SchemaViolationException(List.of(
                    new Violation(name, "must be at most " + MAX_ENTRIES + " entries", json.size() + " entries")));
        }
        var entries = new ArrayList<T>(json.size());
        for (JsonNode each : json) {
            entries.add(entry.read(each));
        }
        return entries;
    }
}
