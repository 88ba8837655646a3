/// Tests that the answers match the tables.
@NullMarked
package eve.contracts.api.contracts;

import org.jspecify.annotations.NullMarked;
