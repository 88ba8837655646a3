/// Measures from a published id to its stored contract and sent event, compared with a plain listener that does
/// the same work.
@NullMarked
package eve.contracts.benchmark.intake;

import org.jspecify.annotations.NullMarked;
