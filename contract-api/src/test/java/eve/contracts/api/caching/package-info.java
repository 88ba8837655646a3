/// Shows what callers and caches may keep, and that they are told when they have it.
@NullMarked
package eve.contracts.api.caching;

import org.jspecify.annotations.NullMarked;
