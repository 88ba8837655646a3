/// Tests the access to every route for each kind of caller.
@NullMarked
package eve.contracts.api.security;

import org.jspecify.annotations.NullMarked;
