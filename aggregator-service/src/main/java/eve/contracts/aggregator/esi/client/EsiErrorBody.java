package eve.contracts.aggregator.esi.client;

import eve.contracts.aggregator.validation.StorableText;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Distinguishes ESI's own error answers from those of other software in front of it: a firewall, a load
/// balancer, a cache.
///
/// ESI's own is a JSON object with the text `error`, sometimes with details. Other services have an object or a
/// number there, or fields such as `message`, `status` and `path` beside it.
final class EsiErrorBody {

    private static final Set<String> FIELDS =
            Set.of("error", "details", "error_label", "error_dict", "timeout", "sso_status");
    private static final int MOST_TEXT = 200;

    private EsiErrorBody() {}

    /// Returns ESI's own error text, storable; `null` when the answer is not ESI's, or has no body.
    static @Nullable String text(HttpHeaders headers, byte[] body) {
        String type = headers.firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (body.length == 0 || !type.startsWith("application/json")) {
            return null;
        }
        try {
            JsonNode json = AnswerJson.read(body);
            JsonNode error = json.path("error");
            boolean own = json.isObject()
                    && error.isString()
                    && json.properties().stream().map(Map.Entry::getKey).allMatch(FIELDS::contains);
            return own ? StorableText.of(error.asString(), MOST_TEXT) : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /// Returns whether a 204 is ESI's own. It has no body to decide by, but it has the cache headers that ESI
    /// sets, or its limit headers (esi-issues #1237); a proxy's own 204 has none of them.
    static boolean isOwnNoContent(HttpHeaders headers) {
        return headers.firstValue("Last-Modified").isPresent()
                || headers.map().keySet().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .anyMatch(name -> name.startsWith("x-esi-")
                                || name.startsWith("x-ratelimit-")
                                || name.equals("x-compatibility-date"));
    }
}
