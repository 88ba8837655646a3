package eve.contracts.api.status;

import eve.contracts.api.problems.ProblemException;
import eve.contracts.api.problems.ProblemKind;
import java.util.List;

/// A request with values that are not contract ids: 400, with the index of each as `invalid`. Nothing was done.
final class InvalidIdsException extends ProblemException {

    /// @param index from 0, in `contractIds` as sent
    record InvalidId(int index, String reason) {}

    InvalidIdsException(List<InvalidId> invalid) {
        super(ProblemKind.INVALID_IDS, invalid.size() + " of contractIds are no contract ids; nothing was done");
        member("parameter", "contractIds");
        member("invalid", invalid);
    }
}
