package eve.contracts.aggregator.esi.client;

import eve.contracts.aggregator.validation.AnswerRules.Subject;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// The routes of ESI in use; the name is the metric's tag `route`.
public enum EsiRoute {
    LISTING("/contracts/public/%d?page=%d", Subject.LISTING, List.of("contract_id", "issuer_id")),
    ITEMS("/contracts/public/items/%d?page=%d", Subject.CONTRACT, List.of("record_id", "type_id")),
    BIDS("/contracts/public/bids/%d?page=%d", Subject.CONTRACT, List.of("bid_id", "amount")),
    DYNAMIC_ITEM("/dogma/dynamic/items/%d/%d", Subject.ROLL, List.of()),
    ITEM_TYPE("/universe/types/%d", Subject.ROLL, List.of()),
    NAMES("/universe/names", Subject.ROLL, List.of("id", "name")),
    REGIONS("/universe/regions", Subject.OTHER, List.of()),
    STATUS("/status", Subject.OTHER, List.of());

    private final String template;
    private final Subject subject;
    private final List<String> entryFields;

    EsiRoute(String template, Subject subject, List<String> entryFields) {
        this.template = template;
        this.subject = subject;
        this.entryFields = entryFields;
    }

    public String path(Object... ids) {
        return String.format(Locale.ROOT, template, ids);
    }

    Subject subject() {
        return subject;
    }

    /// Returns whether the route has a single path: a failure of the path is then a failure of the route.
    boolean hasOnePath() {
        return this == REGIONS || this == STATUS;
    }

    /// Returns whether the JSON looks like an answer of this route, and not like `null`, an error, or another
    /// service's answer. In a list, one such entry is enough: the schema checks the single entries.
    boolean fits(JsonNode json) {
        if (this == REGIONS) {
            return json.isArray();
        }
        if (entryFields.isEmpty()) {
            return json.isObject() && !json.isEmpty() && !json.has("error");
        }
        return json.isArray()
                && (json.isEmpty()
                        || json.valueStream()
                                .anyMatch(entry -> entryFields.stream().anyMatch(entry::has)));
    }
}
