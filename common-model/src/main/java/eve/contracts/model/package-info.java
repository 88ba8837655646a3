/// Defines the messages between the services and for their users: ids, events, topic and header names. Records
/// only, no Spring.
@NullMarked
package eve.contracts.model;

import org.jspecify.annotations.NullMarked;
