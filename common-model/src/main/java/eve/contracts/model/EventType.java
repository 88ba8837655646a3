package eve.contracts.model;

/// The CloudEvents types of events; the number at the end is the version of the data's schema.
public enum EventType {
    STORED("contract.stored.v1"),
    CLOSED("contract.closed.v1"),
    UNAVAILABLE("contract.unavailable.v1");

    private final String ceType;

    EventType(String ceType) {
        this.ceType = ceType;
    }

    public String ceType() {
        return ceType;
    }
}
