package eve.contracts.api.standing;

import eve.contracts.api.problems.ProblemException;
import eve.contracts.api.problems.ProblemKind;
import java.util.List;

/// A request holds values that are no ids: 400, with the index of each as `invalid`. Nothing of it was done.
final class InvalidIdsException extends ProblemException {

    /// @param index from 0, in `contractIds` as sent
    record InvalidId(int index, String reason) {}

    InvalidIdsException(List<InvalidId> invalid) {
        super(ProblemKind.INVALID_IDS, invalid.size() + " of contractIds are no contract ids; nothing was done");
        member("parameter", "contractIds");
        member("invalid", invalid);
    }
}
