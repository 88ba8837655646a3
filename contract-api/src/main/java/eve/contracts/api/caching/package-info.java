/// Sets how long an answer may be cached, and returns 304 where the caller has it already.
@NullMarked
package eve.contracts.api.caching;

import org.jspecify.annotations.NullMarked;
