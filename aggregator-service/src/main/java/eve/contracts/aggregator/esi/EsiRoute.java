package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.validation.AnswerRules.Subject;
import java.util.Locale;

/// The routes that are asked; the name is the metric's tag `route`.
enum EsiRoute {
    LISTING("/contracts/public/%d?page=%d", Subject.LISTING),
    ITEMS("/contracts/public/items/%d?page=%d", Subject.CONTRACT),
    BIDS("/contracts/public/bids/%d?page=%d", Subject.CONTRACT),
    DYNAMIC_ITEM("/dogma/dynamic/items/%d/%d", Subject.ROLL),
    ITEM_TYPE("/universe/types/%d", Subject.ROLL),
    NAMES("/universe/names", Subject.ROLL),
    REGIONS("/universe/regions", Subject.OTHER),
    STATUS("/status", Subject.OTHER);

    private final String template;
    private final Subject subject;

    EsiRoute(String template, Subject subject) {
        this.template = template;
        this.subject = subject;
    }

    String path(Object... ids) {
        return String.format(Locale.ROOT, template, ids);
    }

    Subject subject() {
        return subject;
    }
}
