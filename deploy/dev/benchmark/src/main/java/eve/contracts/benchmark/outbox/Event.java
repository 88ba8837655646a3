package eve.contracts.benchmark.outbox;

import java.util.Locale;

/// The event that all contenders send: the same bytes with the same key.
///
/// @param number of the event, from 0
record Event(int number, long contractId, long version) {

    private static final String REST =
            ",\"header\":{\"type\":\"item_exchange\",\"title\":\"Gila, fitted\"},\"items\":[" + items() + "]}";

    String data() {
        return String.format(Locale.ROOT, "{\"n\":%d,\"contractId\":%d,\"version\":%d", number, contractId, version)
                + REST;
    }

    static int number(byte[] data) {
        int number = 0;
        for (int i = 5; data[i] >= '0' && data[i] <= '9'; i++) {
            number = number * 10 + data[i] - '0';
        }
        return number;
    }

    private static String items() {
        var items = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            items.append(i == 0 ? "" : ",")
                    .append("{\"recordId\":")
                    .append(4_711_000_000L + i * 7919)
                    .append(",\"typeId\":")
                    .append(587 + i * 31)
                    .append(",\"quantity\":1,\"isIncluded\":true}");
        }
        return items.toString();
    }
}
