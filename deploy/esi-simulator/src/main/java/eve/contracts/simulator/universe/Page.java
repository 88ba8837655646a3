package eve.contracts.simulator.universe;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// One page of an answer, rendered once: its bytes, its entity tag, and of how many pages it is one.
public record Page(byte[] body, String etag, int pages) {
    public static final int SIZE = 1000;

    /// Renders a value that is not paged.
    public static Page of(Object value) {
        return of(value, 1);
    }

    static Page of(Object value, int pages) {
        return tagged(Json.bytes(value), pages);
    }

    /// A page of bytes that are already rendered, whatever they are.
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
