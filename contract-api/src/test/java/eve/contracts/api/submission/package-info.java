/// Tests the guarantee of publishing: no id is accepted that Kafka did not acknowledge.
@NullMarked
package eve.contracts.api.submission;

import org.jspecify.annotations.NullMarked;
