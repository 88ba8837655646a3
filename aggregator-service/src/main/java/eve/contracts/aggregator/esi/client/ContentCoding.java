package eve.contracts.aggregator.esi.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/// Unpacks gzip bodies, whether or not gzip was requested; a proxy may compress by itself.
final class ContentCoding {

    private ContentCoding() {}

    /// @param most the most bytes of the unpacked body
    /// @throws IOException when the body does not match its header, unpacks to more, or has another coding
    static byte[] decode(HttpHeaders headers, byte[] body, int most) throws IOException {
        String coding =
                String.join(",", headers.allValues("Content-Encoding")).trim().toLowerCase(Locale.ROOT);
        if (coding.isEmpty() || coding.equals("identity") || body.length == 0) {
            return body;
        }
        if (!coding.equals("gzip") && !coding.equals("x-gzip")) {
            throw new IOException("its Content-Encoding is " + (coding.length() > 50 ? coding.substring(0, 50) : coding)
                    + ", which was not asked for");
        }
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] unpacked = gzip.readNBytes(most + 1);
            if (unpacked.length > most) {
                throw new IOException("it unpacks to more than " + most + " bytes");
            }
            return unpacked;
        }
    }
}
