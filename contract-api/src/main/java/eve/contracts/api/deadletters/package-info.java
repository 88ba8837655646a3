/// Projects `contract-ids-dlt` into PostgreSQL, where dead letters are read and decided; `redrives` replays
/// them.
@NullMarked
package eve.contracts.api.deadletters;

import org.jspecify.annotations.NullMarked;
