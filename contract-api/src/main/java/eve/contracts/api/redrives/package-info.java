/// Replays dead letters to `contract-ids`, at a rate and on the record; what comes back dead is seen in
/// `deadletters`.
///
/// A redrive goes on in two steps, each safe to repeat: [RedriveStep] decides and writes replays,
/// [ReplayPublisher] sends them.
@NullMarked
package eve.contracts.api.redrives;

import org.jspecify.annotations.NullMarked;
