/// Returns failures as RFC 9457 problem details, in one form for all calls.
@NullMarked
package eve.contracts.api.problems;

import org.jspecify.annotations.NullMarked;
