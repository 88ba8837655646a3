package eve.contracts.simulator.universe;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// One rendered page of an answer: its bytes, its entity tag, and the number of pages of the answer.
public record Page(byte[] body, String etag, int pages) {
    public static final int SIZE = 1000;

    /// Renders a value that has no pages.
    public static Page of(Object value) {
        return of(value, 1);
    }

    static Page of(Object value, int pages) {
        return tagged(Json.bytes(value), pages);
    }

    /// Returns a page of bytes that are already rendered.
    public static Page rendered(byte[] body) {
        return tagged(body, 1);
    }

    private static Page tagged(byte[] body, int pages) {
        return new Page(body, '"' + HexFormat.of().formatHex(digest(body)) + '"', pages);
    }

    static int count(int things) {
        return Math.max(1, (things + SIZE - 1) / SIZE);
    }

    private static byte[] digest(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-224").digest(body);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("SHA-224 comes with every JDK", missing);
        }
    }
}
