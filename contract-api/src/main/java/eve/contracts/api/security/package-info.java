/// Who may call what: reading is open unless closed, all that writes needs the role `OPERATOR`.
@NullMarked
package eve.contracts.api.security;

import org.jspecify.annotations.NullMarked;
