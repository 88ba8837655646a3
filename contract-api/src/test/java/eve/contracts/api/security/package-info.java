/// Tries every route as everybody.
@NullMarked
package eve.contracts.api.security;

import org.jspecify.annotations.NullMarked;
