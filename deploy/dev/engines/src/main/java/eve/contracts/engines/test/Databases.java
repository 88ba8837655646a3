package eve.contracts.engines.test;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Creates databases on one server, empty or as copies of a template.
final class Databases {

    private final UnaryOperator<String> urls;
    private final String maintenance;
    private final String username;
    private final String password;
    private final Map<DatabaseTemplate, String> templates = new IdentityHashMap<>();

    /// @param urls the JDBC URL of a database by its name
    /// @param maintenance a database that exists, to connect to
    Databases(UnaryOperator<String> urls, String maintenance, String username, String password) {
        this.urls = urls;
        this.maintenance = maintenance;
        this.username = username;
        this.password = password;
    }

    synchronized Database create() {
        return create("");
    }

    synchronized Database create(DatabaseTemplate template) {
        var source = templates.get(template);
        if (source == null) {
            var filled = create();
            template.fill(filled);
            source = filled.name();
            templates.put(template, source);
        }
        return create(" TEMPLATE " + source);
    }

    private Database create(String template) {
        var name = DatabaseNames.next();
        try (var connection = DriverManager.getConnection(urls.apply(maintenance), username, password);
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + template);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database " + name, e);
        }
        return new Database(name, urls.apply(name), username, password);
    }
}
