package eve.contracts.model;

import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/// Reads a [ContractStored], whose header fields are on the same level as its own: the header and the rest are
/// read separately.
final class StoredReader extends ValueDeserializer<ContractStored> {

    @Override
    public ContractStored deserialize(JsonParser json, DeserializationContext context) {
        try (var copy = context.bufferAsCopyOfValue(json)) {
            var header = context.readValue(copy.asParserOnFirstToken(context), ContractHeader.class);
            var rest = context.readValue(copy.asParserOnFirstToken(context), Rest.class);
            return new ContractStored(
                    rest.regionId, rest.version, rest.change, header, rest.items, rest.bids, rest.fetchedAt);
        }
    }

    private record Rest(
            long regionId,
            long version,
            ContractStored.Change change,
            List<ContractItem> items,
            List<ContractBid> bids,
            Instant fetchedAt) {}
}
