/// Allows a caller to repeat a call whose answer was lost: the header `Idempotency-Key`
/// (draft-ietf-httpapi-idempotency-key-header).
@NullMarked
package eve.contracts.api.idempotency;

import org.jspecify.annotations.NullMarked;
