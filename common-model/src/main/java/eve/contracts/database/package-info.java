/// Shared by both services: checks the database, opens connections and classifies failures.
@NullMarked
package eve.contracts.database;

import org.jspecify.annotations.NullMarked;
