/// Who may call what: reading contracts is open unless closed, reading dead letters and redrives needs a login, all
/// that writes needs the role `OPERATOR`. Guessing passwords is slowed down by address.
@NullMarked
package eve.contracts.api.security;

import org.jspecify.annotations.NullMarked;
