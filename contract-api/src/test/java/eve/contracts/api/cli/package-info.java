/// Tests the output and the exit codes of the command line.
@NullMarked
package eve.contracts.api.cli;

import org.jspecify.annotations.NullMarked;
