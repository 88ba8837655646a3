/// Checks the files that an operator applies as strictly as code.
@NullMarked
package eve.contracts.manifests;

import org.jspecify.annotations.NullMarked;
