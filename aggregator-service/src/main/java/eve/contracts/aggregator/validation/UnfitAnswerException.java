package eve.contracts.aggregator.validation;

/// An answer ends the fetch it belongs to; carries what the fetch comes to.
public final class UnfitAnswerException extends Exception {

    private final transient Verdict verdict;

    public UnfitAnswerException(Verdict verdict) {
        super(verdict.toString(), null, false, false);
        this.verdict = verdict;
    }

    public Verdict verdict() {
        return verdict;
    }
}
