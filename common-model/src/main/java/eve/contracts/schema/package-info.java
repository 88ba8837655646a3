/// Contains the tables of both services: the changelog in `db/changelog`, the program that migrates a database
/// to it, and the program that waits for the migration.
@NullMarked
package eve.contracts.schema;

import org.jspecify.annotations.NullMarked;
