package eve.contracts.simulator.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A self-signed certificate and its key. The JDK's keytool creates it at the first use, one for each list of
/// names in a process. The key stays in memory.
public final class SelfSigned {
    /// The password of every store that this class writes.
    public static final String PASSWORD = "changeit";

    private static final String ALIAS = "esi";
    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "::1");
    private static final Map<List<String>, SelfSigned> MADE = new ConcurrentHashMap<>();

    private final byte[] keyStore;
    private final X509Certificate certificate;

    private SelfSigned(byte[] keyStore) throws IOException, GeneralSecurityException {
        this.keyStore = keyStore;
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(keyStore), PASSWORD.toCharArray());
        this.certificate = (X509Certificate) store.getCertificate(ALIAS);
    }

    /// Returns a certificate for this machine and for the given names and addresses.
    static SelfSigned named(List<String> more) {
        List<String> names =
                Stream.concat(THIS_MACHINE.stream(), more.stream()).distinct().toList();
        return MADE.computeIfAbsent(names, SelfSigned::make);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /// Returns an `SSLContext` for a client that trusts only this certificate.
    public SSLContext trust() {
        try {
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(trustStore());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusted.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException("The certificate cannot be used", failed);
        }
    }

    /// Writes the certificate: a PKCS12 trust store if the name ends in `.p12`, else PEM.
    public void write(Path file) {
        try {
            Files.write(file, file.toString().endsWith(".p12") ? bytes(trustStore()) : pem());
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException("The certificate cannot be written to " + file + ": " + failed, failed);
        }
    }

    /// Returns a PKCS12 store with the key.
    byte[] keyStore() {
        return keyStore;
    }

    private KeyStore trustStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(ALIAS, certificate);
        return store;
    }

    private static byte[] bytes(KeyStore store) throws IOException, GeneralSecurityException {
        var bytes = new ByteArrayOutputStream();
        store.store(bytes, PASSWORD.toCharArray());
        return bytes.toByteArray();
    }

    private byte[] pem() throws GeneralSecurityException {
        String encoded = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return ("-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static SelfSigned make(List<String> names) {
        try {
            Path folder = Files.createTempDirectory("esi-simulator");
            Path store = folder.resolve("key.p12");
            try {
                keytool(store, names);
                return new SelfSigned(Files.readAllBytes(store));
            } finally {
                Files.deleteIfExists(store);
                Files.delete(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("No certificate could be made", failed);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("No certificate could be made", failed);
        }
    }

    private static void keytool(Path store, List<String> names) throws IOException {
        Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(
                        program.toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=ESI simulator",
                        "-ext",
                        "san=" + names.stream().map(SelfSigned::alternative).collect(Collectors.joining(",")),
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!made.waitFor(30, TimeUnit.SECONDS) || made.exitValue() != 0) {
                throw new IOException("keytool failed: " + said);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while keytool was at work", stopped);
        } finally {
            made.destroy();
        }
    }

    private static String alternative(String name) {
        boolean address = name.contains(":") || name.matches("[0-9.]+");
        return (address ? "ip:" : "dns:") + name.toLowerCase(Locale.ROOT);
    }
}
