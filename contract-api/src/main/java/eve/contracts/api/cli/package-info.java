/// The command line: the calls of this service for people at a terminal and for jobs. It is started in place of the
/// service, from the same jar, and knows of the service only what `/v3/api-docs` says.
@NullMarked
package eve.contracts.api.cli;

import org.jspecify.annotations.NullMarked;
