/// Shows what callers and caches may keep, and that 304 says that they have it.
@NullMarked
package eve.contracts.api.caching;

import org.jspecify.annotations.NullMarked;
