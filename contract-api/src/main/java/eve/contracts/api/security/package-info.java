/// Controls access: reading contracts is open unless configured otherwise, reading dead letters and redrives
/// needs a login, and every write needs the role `OPERATOR`. Password guessing is slowed down for each address.
@NullMarked
package eve.contracts.api.security;

import org.jspecify.annotations.NullMarked;
