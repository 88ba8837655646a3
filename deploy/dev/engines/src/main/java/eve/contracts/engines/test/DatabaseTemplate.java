package eve.contracts.engines.test;

/// Fills an empty database, once for each instance of this interface in a run; other databases are copies of it.
@FunctionalInterface
public interface DatabaseTemplate {

    /// Must leave no connection open: PostgreSQL copies only a database without connections.
    void fill(Database database);
}
