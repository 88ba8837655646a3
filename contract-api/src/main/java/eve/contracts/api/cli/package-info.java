/// The command line: the calls of this service for people at a terminal and for jobs. It is in the same jar as
/// the service, runs instead of it, and depends only on the API that `/v3/api-docs` describes.
@NullMarked
package eve.contracts.api.cli;

import org.jspecify.annotations.NullMarked;
