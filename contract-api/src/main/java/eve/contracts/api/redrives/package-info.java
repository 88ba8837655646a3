/// Replays dead letters to `contract-ids`, at a bounded rate, with a record of each decision. Replays that come
/// back dead are in `deadletters`.
///
/// A redrive has two steps, each safe to repeat: [RedriveStep] decides and writes replays, [ReplayPublisher]
/// sends them.
@NullMarked
package eve.contracts.api.redrives;

import org.jspecify.annotations.NullMarked;
