package eve.contracts.simulator.http;

import eve.contracts.simulator.universe.Gone;
import eve.contracts.simulator.universe.Json;
import eve.contracts.simulator.universe.Page;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An answer before it is written: the part that depends only on the request.
///
/// @param headers added to the headers that every answer has, or replacing them
/// @param missing headers that are removed
/// @param own whether it is an answer of ESI itself, with ESI's headers
record Answer(
        int status,
        byte[] body,
        @Nullable String etag,
        @Nullable Integer pages,
        @Nullable Freshness freshness,
        Map<String, String> headers,
        Set<String> missing,
        boolean own) {

    private static final byte[] NOTHING = {};

    private Answer(
            int status,
            byte[] body,
            @Nullable String etag,
            @Nullable Integer pages,
            @Nullable Freshness freshness,
            Map<String, String> headers) {
        this(status, body, etag, pages, freshness, headers, Set.of(), true);
    }

    static Answer page(Page page, Freshness freshness) {
        return new Answer(200, page.body(), page.etag(), page.pages(), freshness, Map.of());
    }

    static Answer single(Object value, Freshness freshness) {
        Page page = Page.of(value);
        return new Answer(200, page.body(), page.etag(), null, freshness, Map.of());
    }

    static Answer error(int status, String text) {
        return new Answer(status, Json.bytes(Map.of("error", text)), null, null, null, Map.of());
    }

    static Answer plain(int status, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return new Answer(status, body, null, null, null, Map.of("Content-Type", "text/plain"));
    }

    static Answer gone(Gone gone, Freshness freshness) {
        String error = gone.error();
        return error == null
                ? new Answer(gone.status(), NOTHING, null, null, freshness, Map.of())
                : error(gone.status(), error);
    }

    static Answer recorded(int status, Map<String, String> headers, byte[] body) {
        return new Answer(status, body, null, null, null, headers);
    }

    /// Returns an answer of a service between ESI and its clients.
    static Answer ofOthers(int status, String contentType, byte[] body) {
        return new Answer(status, body, null, null, null, Map.of("Content-Type", contentType), Set.of(), false);
    }

    Answer withHeaders(Map<String, String> more) {
        return new Answer(status, body, etag, pages, freshness, more, missing, own);
    }

    Answer without(Set<String> names) {
        return new Answer(status, body, etag, pages, freshness, headers, names, own);
    }

    Answer withBody(Page page) {
        return new Answer(status, page.body(), page.etag(), pages, freshness, headers, missing, own);
    }

    /// Returns 304 if the client already has this answer.
    Answer unlessKnown(@Nullable String ifNoneMatch) {
        if (ifNoneMatch == null || etag == null || status != 200 || !matches(ifNoneMatch, etag)) {
            return this;
        }
        return new Answer(304, NOTHING, etag, pages, freshness, headers, missing, own);
    }

    private static boolean matches(String ifNoneMatch, String etag) {
        for (String candidate : ifNoneMatch.split(",")) {
            String tag = candidate.strip();
            if (tag.equals("*") || (tag.startsWith("W/") ? tag.substring(2) : tag).equals(etag)) {
                return true;
            }
        }
        return false;
    }
}
