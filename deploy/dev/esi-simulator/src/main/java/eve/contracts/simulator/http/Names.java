package eve.contracts.simulator.http;

import eve.contracts.simulator.universe.Atlas;
import eve.contracts.simulator.universe.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// Returns names for up to 1000 distinct ids. As in ESI, one invalid id makes the whole request fail.
final class Names {
    private static final int MOST = 1000;

    private Names() {}

    static Answer answer(byte[] body, Freshness freshness) {
        long[] ids;
        try {
            ids = Json.mapper().readValue(body, long[].class);
        } catch (JacksonException unreadable) {
            return Answer.error(400, "The body must be an array of ids");
        }
        if (ids == null || ids.length == 0 || ids.length > MOST) {
            return Answer.error(400, "The body must hold 1 to 1000 ids");
        }
        var seen = new HashSet<Long>();
        var names = new ArrayList<Atlas.Name>();
        for (long id : ids) {
            if (!seen.add(id)) {
                return Answer.error(400, "The ids must be distinct");
            }
            Optional<Atlas.Name> name = Atlas.name(id);
            if (name.isEmpty()) {
                return Answer.error(404, "Ensure all IDs are valid before resolving.");
            }
            names.add(name.get());
        }
        return Answer.single(names, freshness);
    }
}
