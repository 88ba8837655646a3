/// Keeps what is on `contract-ids-dlt` in PostgreSQL to be looked at and decided on; `redrives` replays it.
@NullMarked
package eve.contracts.api.deadletters;

import org.jspecify.annotations.NullMarked;
