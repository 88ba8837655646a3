package eve.contracts.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/// Where a database is, and as whom it is used.
///
/// @param url `jdbc:postgresql:…`
/// @param username the driver's default where there is none
/// @param password none where the server asks for none
public record DatabaseLogin(
        String url, @Nullable String username, @Nullable String password) {

    public static DatabaseLogin of(JdbcConnectionDetails details) {
        return new DatabaseLogin(details.getJdbcUrl(), details.getUsername(), details.getPassword());
    }

    /// Without parameters: a password can be among them.
    String address() {
        return url.replaceFirst("^jdbc:postgresql:(//)?", "").replaceFirst("\\?.*", "");
    }

    /// What failed, in one line.
    public String inWords(Throwable failure) {
        String what = SqlFailures.isRefusedLogin(failure)
                ? " refuses the login of user \"" + username + "\": "
                : " cannot be used: ";
        return "PostgreSQL at " + address() + what + SqlFailures.root(failure);
    }

    @Override
    public String toString() {
        return "DatabaseLogin[" + address() + ", " + username + "]";
    }
}
