package eve.contracts.api.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import eve.contracts.api.Caller;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/// Generates random requests, the same for the same seed: wrong types and sizes, injections, broken Unicode,
/// invented cursors, deep and broken JSON, unusual methods and headers, on every route.
///
/// @param reads the paths of calls that read, with their variables
/// @param writes the paths of calls that write, with their variables
record HostileRequests(Caller caller, List<String> reads, List<String> writes) {

    private static final List<String> PARAMETERS = List.of(
            "regionId",
            "type",
            "typeId",
            "status",
            "minPrice",
            "maxPrice",
            "q",
            "sort",
            "cursor",
            "limit",
            "reason",
            "since",
            "until",
            "contractId",
            "state",
            "id",
            "unheard-of",
            "",
            "limit[]",
            "q;drop");

    private static final List<String> VALUES = List.of(
            "",
            " ",
            "0",
            "-1",
            "1",
            "9223372036854775807",
            "9223372036854775808",
            "1e999999999",
            "-0",
            "NaN",
            "0x10",
            "' or '1'='1",
            "1; drop table contract --",
            "1) union select null, version() --",
            "%' and 1=1 --",
            "\\",
            "$$",
            "$1",
            ":regionId",
            "?",
            "{{7*7}}",
            "${jndi:ldap://x/a}",
            "<script>alert(1)</script>",
            "../../etc/passwd",
            "..\\..\\windows",
            "\u0000",
            "a\u0000b",
            "\r\nSet-Cookie: a=b",
            "\uFEFF",
            "\u202E",
            "é".repeat(60),
            "𓀀𓀁",
            "ｏｒ",
            "İ",
            "ß",
            "null",
            "undefined",
            "true",
            "[]",
            "{}",
            "price,id",
            "-dateIssued",
            "--price",
            "OPEN",
            "auction",
            "2026-02-30T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "x".repeat(3_000));

    private static final List<String> BODIES = List.of(
            "",
            "null",
            "0",
            "\"\"",
            "[]",
            "{}",
            "{",
            "}",
            "{\"contractIds\":[1,]}",
            "{\"contractIds\":[01]}",
            "{\"contractIds\":[1e400]}",
            "{\"contractIds\":[1E-400]}",
            "{\"contractIds\":[NaN]}",
            "{\"contractIds\":[\"1\"]}",
            "{\"contractIds\":{\"0\":1}}",
            "{\"contractIds\":[[1]]}",
            "{\"contractIds\":[1],\"regionId\":1e1000000000}",
            "{\"contractIds\":[1],\"contractIds\":[2]}",
            "{\"__proto__\":{}}",
            "{\"@class\":\"java.lang.Runtime\"}",
            "{\"contractIds\":[1]}garbage",
            "// {}\n{}",
            "{\"filter\":{\"reason\":\"' or 1=1 --\"},\"note\":\"\\u0000\"}",
            "{\"filter\":[],\"ids\":{}}",
            "{\"ids\":[null,1,\"x\"],\"note\":\"n\"}",
            "{\"filter\":{\"contractId\":99999999999999999999},\"note\":\"n\"}",
            "{\"filter\":{\"since\":\"+999999999-12-31T23:59:59Z\"},\"dryRun\":true}",
            "{\"note\":\"\\ud800\"}",
            "{\"filter\":{},\"ratePerSecond\":-1,\"note\":\"n\"}",
            "{\"note\":" + "9".repeat(20_000) + "}");

    private static final List<String> HEADERS = List.of(
            "Accept",
            "If-None-Match",
            "If-Modified-Since",
            "Range",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-HTTP-Method-Override",
            "Cookie",
            "Origin",
            "Authorization",
            "Accept-Language",
            "X-Real-IP",
            "Forwarded");

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "DEBUG");

    HttpRequest.Builder next(Random chance) {
        boolean operator = chance.nextInt(3) == 0;
        var as = operator ? caller.operator() : caller;
        boolean write = chance.nextInt(4) == 0;
        var path = new StringBuilder(
                oneOf(chance, write ? writes : reads).replace("{id}", encoded(oneOf(chance, VALUES))));
        for (int i = chance.nextInt(4); i > 0; i--) {
            path.append(path.indexOf("?") < 0 ? '?' : '&')
                    .append(encoded(oneOf(chance, PARAMETERS)))
                    .append('=')
                    .append(encoded(value(chance)));
        }
        var request = as.request(path.toString());
        if (chance.nextInt(4) == 0) {
            request.setHeader(oneOf(chance, HEADERS), header(oneOf(chance, VALUES)));
        }
        if (write || chance.nextInt(10) == 0) {
            request.setHeader(
                    "Content-Type", chance.nextInt(10) == 0 ? header(oneOf(chance, VALUES)) : "application/json");
            return request.method(write ? "POST" : oneOf(chance, METHODS), BodyPublishers.ofByteArray(body(chance)));
        }
        return request.GET();
    }

    private static String value(Random chance) {
        return switch (chance.nextInt(6)) {
            case 0 -> cursor(chance);
            case 1 -> random(chance, chance.nextInt(40));
            default -> oneOf(chance, VALUES);
        };
    }

    /// Returns a made-up cursor; the format of cursors is not secret.
    private static String cursor(Random chance) {
        var text = switch (chance.nextInt(4)) {
            case 0 -> "2:" + chance.nextInt() + ":" + oneOf(chance, VALUES) + ":" + oneOf(chance, VALUES);
            case 1 -> "2:0:" + "9".repeat(chance.nextInt(1, 400)) + ":" + "9".repeat(chance.nextInt(1, 25));
            case 2 -> "id:" + chance.nextLong();
            default -> random(chance, 30);
        };
        return Base64.getUrlEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static byte[] body(Random chance) {
        return switch (chance.nextInt(8)) {
            case 0 -> "[".repeat(chance.nextInt(100_000)).getBytes(UTF_8);
            case 1 -> ("{\"contractIds\":" + "[".repeat(5_000) + "1" + "]".repeat(5_000) + "}").getBytes(UTF_8);
            case 2 -> "{\"a\":".repeat(chance.nextInt(2_000)).getBytes(UTF_8);
            case 3 -> bytes(chance);
            case 4 -> mutated(chance, "{\"contractIds\":[1,2,3],\"regionId\":10000002}");
            default -> oneOf(chance, BODIES).getBytes(UTF_8);
        };
    }

    private static byte[] bytes(Random chance) {
        var bytes = new byte[chance.nextInt(50) == 0 ? 1_100_000 : chance.nextInt(200)];
        chance.nextBytes(bytes);
        return bytes;
    }

    private static byte[] mutated(Random chance, String json) {
        var bytes = json.getBytes(UTF_8);
        for (int i = chance.nextInt(1, 4); i > 0; i--) {
            bytes[chance.nextInt(bytes.length)] = (byte) chance.nextInt(256);
        }
        return bytes;
    }

    private static String random(Random chance, int length) {
        return chance.ints(length, 0, 0x2FFFF)
                .filter(point -> !Character.isSurrogate((char) point))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// Returns a header value that the HTTP client accepts; it rejects line ends itself.
    private static String header(String value) {
        var text = value.replaceAll("[^\\x20-\\x7E]", "~");
        return text.isBlank() ? "~" : text;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }

    private static <T> T oneOf(Random chance, List<T> choices) {
        return choices.get(chance.nextInt(choices.size()));
    }
}
