/// Describes the calls of all other packages as OpenAPI, at `/v3/api-docs`.
@NullMarked
package eve.contracts.api.description;

import org.jspecify.annotations.NullMarked;
