package eve.contracts.aggregator.store;

import eve.contracts.aggregator.validation.FetchedContract;
import eve.contracts.model.EventJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import tools.jackson.databind.node.ObjectNode;

/// Computes the hash by which earlier releases detect a change, so that such a release, running beside this one
/// or after it, detects no change where there is none. This release compares the state itself, see
/// [ContractStore].
final class ContentHash {

    private ContentHash() {}

    static byte[] of(FetchedContract contract) {
        ObjectNode header = EventJson.mapper().valueToTree(contract.header());
        if (contract.header().type().hasBids()) {
            header.remove("dateExpired");
        }
        MessageDigest digest = sha256();
        digest.update(EventJson.mapper().writeValueAsString(header).getBytes(StandardCharsets.UTF_8));
        digest.update(EventJson.mapper().writeValueAsString(contract.bids()).getBytes(StandardCharsets.UTF_8));
        return digest.digest(Long.toString(contract.regionId()).getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
