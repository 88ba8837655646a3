/// Accepts ids from callers and publishes them on `contract-ids`; `status` reads the results.
@NullMarked
package eve.contracts.api.submission;

import org.jspecify.annotations.NullMarked;
