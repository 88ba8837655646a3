/// Asks where ids stand while the real worker works on them.
@NullMarked
package eve.contracts.api.standing;

import org.jspecify.annotations.NullMarked;
