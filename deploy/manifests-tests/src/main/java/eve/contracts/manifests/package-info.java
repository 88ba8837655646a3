/// What an operator applies is checked as strictly as code is.
@NullMarked
package eve.contracts.manifests;

import org.jspecify.annotations.NullMarked;
