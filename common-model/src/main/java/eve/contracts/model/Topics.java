package eve.contracts.model;

/// The names of all topics, under one prefix.
///
/// @param prefix put before each name as it is, empty by default (`contracts.topics.prefix`)
public record Topics(String prefix) {

    /// Ids to fetch; written by anyone.
    public String contractIds() {
        return prefix + "contract-ids";
    }

    /// Ids whose turn comes again after the delay of the tier.
    ///
    /// @param tier from 0
    public String retry(int tier) {
        if (tier < 0) {
            throw new IllegalArgumentException("A tier is 0 or more, not " + tier);
        }
        return prefix + "contract-ids-retry-" + tier;
    }

    /// The worker's consumer group of the ids, unless a setting names another.
    public String workerGroup() {
        return prefix + "contract-aggregator";
    }

    /// Ids that were given up, bytes as received.
    public String deadLetters() {
        return prefix + "contract-ids-dlt";
    }

    /// What became of contracts.
    public String events() {
        return prefix + "contract-events";
    }
}
