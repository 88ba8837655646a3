package eve.contracts.simulator.http;

import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.universe.Dice;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides what a request gets: limits first, then prepared answers, downtime and faults, then the truth.
final class Judge {
    private final Surroundings here;
    private final Answers answers;
    private final ErrorLimit errorLimit;
    private final TokenBuckets tokens;

    /// What to write, and what to do to it while writing.
    record Verdict(Answer answer, @Nullable FaultKind fault) {}

    Judge(Surroundings here) {
        this.here = here;
        this.answers = new Answers(here.universe(), here.clock());
        this.errorLimit = new ErrorLimit(here.errorLimit());
        this.tokens = new TokenBuckets(here.tokens());
    }

    Verdict verdict(Asked asked) {
        Instant now = here.clock().instant();
        Route route = asked.target().route();
        if (errorLimit.isUsedUp(asked.client(), now)) {
            return new Verdict(
                    Answer.error(
                            420, "This software has exceeded the error limit for ESI. Please contact its maintainer."),
                    null);
        }
        if (tokens.wait(asked.client(), route, now) > 0) {
            return new Verdict(Answer.error(429, "Rate limit exceeded"), null);
        }
        Optional<Answer> prepared = here.scripts().next(asked.path());
        if (prepared.isPresent()) {
            return new Verdict(prepared.get().unlessKnown(asked.ifNoneMatch()), null);
        }
        if (here.downtime() != null && here.downtime().covers(now)) {
            return new Verdict(downtime(asked), FaultKind.DOWNTIME);
        }
        return here.faults()
                .draw(route, asked.target().contract(), asked.path(), asked.nth())
                .flatMap(fault -> faulty(asked, fault))
                .orElseGet(() -> new Verdict(sound(asked), null));
    }

    /// Charges the limits for an answer, and tells the headers of the limits.
    Map<String, String> charge(Asked asked, int status) {
        Instant now = here.clock().instant();
        errorLimit.count(asked.client(), now, status);
        var headers =
                new LinkedHashMap<>(tokens.charge(asked.client(), asked.target().route(), now, status));
        headers.put("X-Esi-Error-Limit-Remain", Integer.toString(errorLimit.remain(asked.client(), now)));
        headers.put("X-Esi-Error-Limit-Reset", Integer.toString(errorLimit.resetSeconds(now)));
        return headers;
    }

    private Answer sound(Asked asked) {
        return answers.to(asked.target(), asked.page(), asked.body()).unlessKnown(asked.ifNoneMatch());
    }

    /// Empty when the fault has nothing to spoil here.
    private Optional<Verdict> faulty(Asked asked, FaultKind fault) {
        if (fault.spoilsBody()) {
            Answer good = sound(asked);
            return good.status() != 200
                    ? Optional.empty()
                    : Spoiler.spoil(good, fault, asked.target().route(), asked.pick())
                            .map(bad -> new Verdict(bad, fault));
        }
        return Optional.of(new Verdict(instead(asked, fault), fault));
    }

    private Answer instead(Asked asked, FaultKind fault) {
        return switch (fault) {
            case DOWNTIME -> downtime(asked);
            case SERVER_ERROR -> Answer.error(oneOf(asked, 500, 502, 503, 504), "Something went wrong, try again");
            case FORBIDDEN -> Answer.error(403, "Forbidden");
            case ERROR_LIMITED -> Answer.error(420, "This software has exceeded the error limit for ESI.");
            case RATE_LIMITED -> Answer.error(429, "Rate limit exceeded");
            case TORN_LISTING -> {
                if (asked.target() instanceof Target.Listing(Long region)
                        && here.universe().regionIds().contains(region)) {
                    here.universe().tearListing(region);
                }
                yield sound(asked);
            }
            case TIMEOUT, CONNECTION_CLOSED -> sound(asked);
            case CUT_BODY, INVALID_JSON, MISSING_FIELD, WRONG_TYPE, UNKNOWN_FIELD, UNKNOWN_ENUM, EMPTY_LIST ->
                throw new IllegalStateException(fault + " spoils a body");
        };
    }

    private Answer downtime(Asked asked) {
        return Answer.plain(oneOf(asked, 502, 503, 504), "The cluster is not available");
    }

    private int oneOf(Asked asked, int... statuses) {
        double draw = Dice.share(here.seed(), asked.path().hashCode(), asked.nth(), 4);
        return statuses[(int) (draw * statuses.length)];
    }
}
