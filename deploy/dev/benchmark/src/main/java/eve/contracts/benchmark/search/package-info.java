/// Measures how fast a search is with few contracts and with many.
@NullMarked
package eve.contracts.benchmark.search;

import org.jspecify.annotations.NullMarked;
