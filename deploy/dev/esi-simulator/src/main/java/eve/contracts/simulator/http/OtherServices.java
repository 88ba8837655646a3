package eve.contracts.simulator.http;

import eve.contracts.simulator.faults.Body;
import eve.contracts.simulator.universe.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Returns answers of services between ESI and its clients: proxies, firewalls, load balancers, API gateways.
final class OtherServices {
    private static final List<String> LINES = List.of(
            "no healthy upstream",
            "upstream connect error or disconnect/reset before headers. reset reason: connection termination",
            "Bad Request",
            "default backend - 404",
            "error code: 1015");
    private static final byte[] NOTHING = {};

    private OtherServices() {}

    /// @param body any kind except ESI's
    static Answer answer(int status, Body body, int pick) {
        return status == 204 || status == 304
                ? Answer.ofOthers(status, "text/plain", NOTHING)
                : switch (body) {
                    case HTML -> Answer.ofOthers(status, "text/html; charset=UTF-8", bytes(page(status, pick)));
                    case TEXT -> Answer.ofOthers(status, "text/plain", bytes(LINES.get(pick % LINES.size())));
                    case EMPTY -> Answer.ofOthers(status, "text/plain", NOTHING);
                    case JSON -> Answer.ofOthers(status, "application/json", Json.bytes(object(status, pick)));
                    case ESI -> throw new IllegalArgumentException("ESI is no other service");
                };
    }

    /// Returns ESI's own text for this status.
    static String esi(int status, EsiRequest asked) {
        return switch (status) {
            case 404 ->
                switch (asked.target().route()) {
                    case ITEMS, BIDS -> "Contract not found!";
                    case LISTING, REGION -> "Region not found";
                    case TYPE -> "Type not found!";
                    case DYNAMIC_ITEMS -> "Item not found!";
                    case NAMES -> "Ensure all IDs are valid before resolving.";
                    case REGIONS, STATUS, UNKNOWN -> "Requested route does not exist!";
                };
            case 403 -> "Forbidden";
            case 500 -> "Unhandled internal error encountered!";
            case 502 -> "Bad gateway";
            case 503 -> "The datasource tranquility is temporarily unavailable";
            case 504 -> "Timeout contacting tranquility";
            default -> "Undefined " + status;
        };
    }

    private static String page(int status, int pick) {
        return switch (pick % 3) {
            case 0 ->
                "<html>\r\n<head><title>" + status + "</title></head>\r\n<body>\r\n<center><h1>" + status
                        + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
            case 1 ->
                "<!DOCTYPE html>\n<html><head><title>Attention Required!</title></head><body>"
                        + "<h1>Sorry, you have been blocked</h1><p>Error code " + status + "</p></body></html>\n";
            default ->
                "<html><body><h1>" + status + " Service Unavailable</h1>\nNo server is available to handle "
                        + "this request. {\"error\":\"Contract not found!\"}\n</body></html>\n";
        };
    }

    private static Map<String, Object> object(int status, int pick) {
        var object = new LinkedHashMap<String, Object>();
        switch (pick % 4) {
            case 0 -> object.put("message", "no Route matched with those values");
            case 1 -> {
                object.put("code", status);
                object.put("status", "UNAVAILABLE");
                object.put("message", "upstream request failed");
            }
            case 2 -> {
                object.put("type", "about:blank");
                object.put("title", "Not available");
                object.put("status", status);
            }
            default -> object.put("error", Map.of("code", status, "message", "Quota exceeded", "errors", List.of()));
        }
        return object;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
