package eve.contracts.api.idempotency;

import org.springframework.http.ResponseEntity;

/// A call's lease on its `Idempotency-Key`; does nothing for a call without a key.
public interface Claim {

    /// Stores the answer for the key: every later call with the key gets it. If this runs within the
    /// transaction of the call's own work, either both are committed or neither.
    ///
    /// @throws org.springframework.web.ErrorResponseException 409 when the call took so long that another call
    ///     holds the key now
    void complete(ResponseEntity<?> answer);
}
