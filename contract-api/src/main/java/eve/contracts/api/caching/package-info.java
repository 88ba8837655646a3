/// Says how long an answer may be kept, and answers with 304 where the caller has it already.
@NullMarked
package eve.contracts.api.caching;

import org.jspecify.annotations.NullMarked;
