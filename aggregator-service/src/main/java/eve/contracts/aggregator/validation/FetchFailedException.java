package eve.contracts.aggregator.validation;

/// Ends the fetch of a contract that cannot be completed; carries its verdict.
public final class FetchFailedException extends Exception {

    private final transient Verdict.Incomplete verdict;

    public FetchFailedException(Verdict.Incomplete verdict) {
        super(verdict.toString(), null, false, false);
        this.verdict = verdict;
    }

    public Verdict.Incomplete verdict() {
        return verdict;
    }
}
