package eve.contracts.simulator.faults;

/// The kind of body in another answer.
public enum Body {
    /// An HTML page of a proxy or a firewall.
    HTML,
    /// A line of text of a load balancer.
    TEXT,
    EMPTY,
    /// JSON of another service.
    JSON,
    /// ESI's own error, with ESI's headers.
    ESI
}
