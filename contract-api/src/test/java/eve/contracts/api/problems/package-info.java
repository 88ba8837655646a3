/// Tests that bodies are limited, and that they are read only from callers with permission.
@NullMarked
package eve.contracts.api.problems;

import org.jspecify.annotations.NullMarked;
