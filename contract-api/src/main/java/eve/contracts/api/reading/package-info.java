/// Provides the database connections for reading, in a separate pool from those for writing.
@NullMarked
package eve.contracts.api.reading;

import org.jspecify.annotations.NullMarked;
