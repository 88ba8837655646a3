package eve.contracts.engines.test;

import java.util.Map;

/// Broker properties with which a group detects a new or a dead member quickly. The defaults are for production
/// and take up to 45 s.
public final class GroupTimings {

    public static final Map<String, String> QUICK = Map.of(
            "group.consumer.min.heartbeat.interval.ms", "200",
            "group.consumer.heartbeat.interval.ms", "500",
            "group.consumer.min.session.timeout.ms", "1000",
            "group.consumer.session.timeout.ms", "6000",
            "group.min.session.timeout.ms", "1000");

    private GroupTimings() {}
}
