/// Tests what callers and caches may keep, and when 304 is returned.
@NullMarked
package eve.contracts.api.caching;

import org.jspecify.annotations.NullMarked;
