package eve.contracts.simulator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Compresses bodies: optimised for speed, not for size.
final class Gzip {
    private Gzip() {}

    /// Returns whether an `Accept-Encoding` accepts gzip; `gzip;q=0` does not.
    static boolean isWanted(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        for (String coding : acceptEncoding.toLowerCase(Locale.ROOT).split(",")) {
            String[] part = coding.strip().split("\\s*;\\s*");
            if (part[0].equals("gzip") || part[0].equals("*")) {
                return part.length == 1 || !part[1].matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    static byte[] packed(byte[] body) {
        var bytes = new ByteArrayOutputStream(body.length / 4 + 64);
        try (var gzip = new Fast(bytes)) {
            gzip.write(body);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return bytes.toByteArray();
    }

    private static final class Fast extends GZIPOutputStream {
        Fast(ByteArrayOutputStream target) throws IOException {
            super(target, 4096);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
