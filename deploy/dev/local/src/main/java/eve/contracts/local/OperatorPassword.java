package eve.contracts.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// The password of the operator: `OPERATOR_PASSWORD` if it is set, otherwise a password that is generated at
/// the first start and stored in a file that only its owner can read.
///
/// @param isNew whether it was generated now and was not shown yet
/// @param command the expression for it in a shell command
record OperatorPassword(String value, boolean isNew, String command) {

    private static final int BYTES = 15;

    static OperatorPassword of(Path data) {
        String given = UserSettings.first("contracts.operator.password", "OPERATOR_PASSWORD");
        if (given != null) {
            return new OperatorPassword(given, false, "$OPERATOR_PASSWORD");
        }
        Path file = data.resolve("operator-password");
        String command = "$(cat " + file + ")";
        try {
            if (Files.exists(file)) {
                return new OperatorPassword(Files.readString(file).strip(), false, command);
            }
            var random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            String made = Base64.getUrlEncoder().encodeToString(random);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, made + System.lineSeparator());
            return new OperatorPassword(made, true, command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String username() {
        String given = UserSettings.first("contracts.operator.username", "OPERATOR_USERNAME");
        return given == null ? "operator" : given;
    }

    @Override
    public String toString() {
        return "OperatorPassword[***]";
    }
}
