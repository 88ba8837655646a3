package eve.contracts.debezium;

import java.util.Map;

/// A record as a consumer sees it.
record Event(String topic, String key, String value, Map<String, String> headers) {}
