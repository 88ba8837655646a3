package eve.contracts.simulator.universe;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The full state of a contract in ESI's own JSON, to check the results of a client.
///
/// @param rolls the readable rolls of its dynamic items, by item id
/// @param gone how it is gone; null while it is public
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Truth(
        long contractId,
        long regionId,
        JsonNode header,
        JsonNode items,
        JsonNode bids,
        JsonNode rolls,
        @Nullable Gone gone) {

    static Truth of(
            Header header,
            long regionId,
            List<Item> items,
            List<Bid> bids,
            Map<Long, Roll> rolls,
            Optional<Gone> gone) {
        return new Truth(
                header.contractId(),
                regionId,
                Json.tree(header),
                Json.tree(items),
                Json.tree(bids),
                Json.tree(rolls),
                gone.orElse(null));
    }
}
