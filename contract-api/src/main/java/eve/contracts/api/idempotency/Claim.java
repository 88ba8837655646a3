package eve.contracts.api.idempotency;

import org.springframework.http.ResponseEntity;

/// A call's hold on its `Idempotency-Key`, or on none.
public interface Claim {

    /// Binds the key to this answer, which every later call with the key gets. Within the transaction that does
    /// what the call is about, both are done, or none.
    ///
    /// @throws org.springframework.web.ErrorResponseException 409 when the call took so long that another one holds
    ///     the key now
    void complete(ResponseEntity<?> answer);
}
