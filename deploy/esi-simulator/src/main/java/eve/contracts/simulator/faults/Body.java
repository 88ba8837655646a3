package eve.contracts.simulator.faults;

/// Whose body another answer has.
public enum Body {
    /// A page of a proxy or a firewall.
    HTML,
    /// A line of a load balancer.
    TEXT,
    EMPTY,
    /// JSON of another service.
    JSON,
    /// ESI's own error, with ESI's headers.
    ESI
}
