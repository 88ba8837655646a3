package eve.contracts.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/// The address of a database and the user's login.
///
/// @param url `jdbc:postgresql:…`
/// @param username `null` for the driver's default
/// @param password `null` if the server requires none
public record DatabaseLogin(
        String url, @Nullable String username, @Nullable String password) {

    public static DatabaseLogin of(JdbcConnectionDetails details) {
        return new DatabaseLogin(details.getJdbcUrl(), details.getUsername(), details.getPassword());
    }

    /// Returns the URL without parameters, because a password can be among them.
    String address() {
        return url.replaceFirst("^jdbc:postgresql:(//)?", "").replaceFirst("\\?.*", "");
    }

    /// Describes the failure in one line.
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
