package eve.contracts.simulator.http;

import eve.contracts.simulator.faults.Aim;
import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Route;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Chooses the answer to a request: limits first, then prepared answers, downtime and faults, then the true
/// answer.
final class Responder {
    private static final Fault DOWNTIME = Fault.of(FaultKind.DOWNTIME, 1);
    private static final Fault HIDDEN_TYPE = Fault.of(FaultKind.UNKNOWN_TYPE, 1);

    private final SimulatorContext here;
    private final FaultyAnswers faulty;
    private final ErrorLimit errorLimit;
    private final TokenBuckets tokens;

    /// The answer to write, and the fault to apply while writing it.
    record Response(Answer answer, @Nullable Fault fault) {}

    Responder(SimulatorContext here) {
        this.here = here;
        this.faulty = new FaultyAnswers(here, new Answers(here.universe(), here.clock()));
        this.errorLimit = new ErrorLimit(here.errorLimit());
        this.tokens = new TokenBuckets(here.tokens());
    }

    Response respond(EsiRequest asked) {
        Instant now = here.clock().instant();
        Route route = asked.target().route();
        if (errorLimit.isUsedUp(asked.client(), now)) {
            return new Response(
                    Answer.error(
                            420, "This software has exceeded the error limit for ESI. Please contact its maintainer."),
                    null);
        }
        if (tokens.wait(asked.client(), route, now) > 0) {
            return new Response(Answer.error(429, "Rate limit exceeded"), null);
        }
        Optional<Answer> prepared = here.scripts().next(asked.path());
        if (prepared.isPresent()) {
            return new Response(prepared.get().unlessKnown(asked.ifNoneMatch()), null);
        }
        if (here.downtime() != null && here.downtime().covers(now)) {
            return new Response(faulty.downtime(asked), DOWNTIME);
        }
        return here.faults().isCalm() ? new Response(faulty.sound(asked), null) : faulty(asked);
    }

    /// Charges the limits for an answer of ESI, and returns the limit headers.
    Map<String, String> charge(EsiRequest asked, Answer answer) {
        if (!answer.own()) {
            return Map.of();
        }
        int status = answer.status();
        Instant now = here.clock().instant();
        errorLimit.count(asked.client(), now, status);
        var headers =
                new LinkedHashMap<>(tokens.charge(asked.client(), asked.target().route(), now, status));
        headers.putAll(errorLimit.headers(asked.client(), now));
        return headers;
    }

    private Response faulty(EsiRequest asked) {
        return here.faults()
                .strike(
                        aim(asked.target()),
                        asked.path(),
                        asked.nth(),
                        fault -> faulty.answer(asked, fault).map(answer -> new Response(answer, fault)))
                .or(() -> faulty.ofHiddenType(asked).map(answer -> new Response(answer, HIDDEN_TYPE)))
                .orElseGet(() -> new Response(faulty.sound(asked), null));
    }

    private Aim aim(Target target) {
        return new Aim() {
            @Override
            public Route route() {
                return target.route();
            }

            @Override
            public @Nullable Long contractId() {
                return target.contract();
            }

            @Override
            public @Nullable Long regionId() {
                return switch (target) {
                    case Target.Listing(Long region) -> region;
                    case Target.Region(Long region) -> region;
                    case Target.Items _, Target.Bids _ ->
                        Optional.ofNullable(target.contract())
                                .flatMap(here.universe()::regionOf)
                                .orElse(null);
                    case Target.DynamicItem _,
                            Target.Regions _,
                            Target.Type _,
                            Target.Names _,
                            Target.Status _,
                            Target.Unknown _ -> null;
                };
            }
        };
    }
}
