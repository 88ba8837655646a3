/// Holds the command line to what it prints and to its exit codes.
@NullMarked
package eve.contracts.api.cli;

import org.jspecify.annotations.NullMarked;
