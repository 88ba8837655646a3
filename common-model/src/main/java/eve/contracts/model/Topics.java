package eve.contracts.model;

/// The names of all topics, under one prefix.
///
/// @param prefix put unchanged before each name, empty by default (`contracts.topics.prefix`)
public record Topics(String prefix) {

    /// The topic of ids to fetch; anyone may write to it.
    public String contractIds() {
        return prefix + "contract-ids";
    }

    /// The topic of ids that are tried again after the tier's delay.
    ///
    /// @param tier from 0
    public String retry(int tier) {
        if (tier < 0) {
            throw new IllegalArgumentException("A tier is 0 or more, not " + tier);
        }
        return prefix + "contract-ids-retry-" + tier;
    }

    /// The worker's consumer group for the ids, unless a setting names another.
    public String workerGroup() {
        return prefix + "contract-aggregator";
    }

    /// The topic of ids that were given up, with their bytes as received.
    public String deadLetters() {
        return prefix + "contract-ids-dlt";
    }

    /// The topic of events.
    public String events() {
        return prefix + "contract-events";
    }
}
