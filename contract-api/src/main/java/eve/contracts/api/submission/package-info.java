/// Takes ids from callers and publishes them on `contract-ids`; what becomes of them is read in `contracts`.
@NullMarked
package eve.contracts.api.submission;

import org.jspecify.annotations.NullMarked;
