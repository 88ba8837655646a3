/// Where a failed record goes next: the retry tiers and the dead letters, and the headers that it gets.
@NullMarked
package eve.contracts.aggregator.intake.retry;

import org.jspecify.annotations.NullMarked;
