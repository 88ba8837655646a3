/// Contains the measurements, one package for each scenario, on a real broker and a real database.
@NullMarked
package eve.contracts.benchmark;

import org.jspecify.annotations.NullMarked;
