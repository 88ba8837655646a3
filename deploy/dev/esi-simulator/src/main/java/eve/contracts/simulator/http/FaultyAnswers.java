package eve.contracts.simulator.http;

import eve.contracts.simulator.faults.Body;
import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.universe.Atlas;
import eve.contracts.simulator.universe.Dice;
import eve.contracts.simulator.universe.Json;
import eve.contracts.simulator.universe.Universe;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Returns the answer to a request that a fault hits.
final class FaultyAnswers {
    private static final List<Integer> STATUSES = List.of(200, 400, 401, 403, 404, 500, 501, 502, 503, 504, 520);
    private static final List<Integer> GATEWAY = List.of(502, 503, 504);
    private static final List<Integer> SERVER = List.of(500, 502, 503, 504);
    private static final double MOST = 0.9;

    private final SimulatorContext here;
    private final Answers answers;

    FaultyAnswers(SimulatorContext here, Answers answers) {
        this.here = here;
        this.answers = answers;
    }

    Answer sound(EsiRequest asked) {
        return answers.to(asked.target(), asked.page(), asked.body()).unlessKnown(asked.ifNoneMatch());
    }

    /// Returns the answer to a request that this fault hits; empty if the fault has nothing to corrupt in it.
    Optional<Answer> answer(EsiRequest asked, Fault fault) {
        return switch (fault.kind().effect()) {
            case REPLACES -> Optional.of(instead(asked, fault));
            case LISTING -> relisted(asked, fault.kind()) ? Optional.of(sound(asked)) : Optional.empty();
            case BODY ->
                Optional.of(sound(asked))
                        .filter(good -> good.status() == 200)
                        .flatMap(good -> SpoiltBody.of(good, fault, asked, pageBefore(asked)));
            case HEADERS -> SpoiltHeaders.of(sound(asked), fault, asked.pick());
            case DELIVERY -> Optional.of(sound(asked)).filter(good -> Delivery.concerns(fault.kind(), good));
        };
    }

    /// Returns 404 if a hidden type is requested, by its id or for its name.
    Optional<Answer> ofHiddenType(EsiRequest asked) {
        return switch (asked.target()) {
            case Target.Type(Long type)
            when type != null && here.faults().hides(type) -> Optional.of(Answer.error(404, "Type not found!"));
            case Target.Names()
            when typesIn(asked.body()).anyMatch(here.faults()::hides) ->
                Optional.of(Answer.error(404, "Ensure all IDs are valid before resolving."));
            case Target.Listing _,
                    Target.Items _,
                    Target.Bids _,
                    Target.DynamicItem _,
                    Target.Regions _,
                    Target.Region _,
                    Target.Type _,
                    Target.Names _,
                    Target.Status _,
                    Target.Unknown _ -> Optional.empty();
        };
    }

    Answer downtime(EsiRequest asked) {
        return Answer.plain(oneOf(GATEWAY, asked), "The cluster is not available");
    }

    private Answer instead(EsiRequest asked, Fault fault) {
        return switch (fault.kind()) {
            case DOWNTIME -> downtime(asked);
            case SERVER_ERROR -> Answer.error(oneOf(SERVER, asked), "Something went wrong, try again");
            case FORBIDDEN -> Answer.error(403, "Forbidden");
            case ERROR_LIMITED -> Answer.error(420, "This software has exceeded the error limit for ESI.");
            case RATE_LIMITED -> Answer.error(429, "Rate limit exceeded");
            case GAME_LIMIT ->
                Answer.error(
                        520, "ConStopSpamming, details: {\"remainingTime\": " + (2_000_000 + 10L * asked.pick()) + "}");
            case OTHER_ANSWER -> other(asked, fault);
            default -> throw new IllegalStateException(fault.kind() + " takes no answer's place");
        };
    }

    private Answer other(EsiRequest asked, Fault fault) {
        int status = fault.status() == null ? oneOf(STATUSES, asked) : fault.status();
        Body body = fault.body() == null
                ? List.of(Body.HTML, Body.TEXT, Body.EMPTY, Body.JSON).get(asked.pick() % 4)
                : fault.body();
        return body == Body.ESI
                ? Answer.error(status, fault.value() == null ? OtherServices.esi(status, asked) : fault.value())
                : OtherServices.answer(status, body, asked.pick());
    }

    private boolean relisted(EsiRequest asked, FaultKind kind) {
        Universe universe = here.universe();
        if (!(asked.target() instanceof Target.Listing(Long region))
                || region == null
                || !universe.regionIds().contains(region)) {
            return false;
        }
        return switch (kind) {
            case EMPTY_LISTING -> universe.hidePart(region, 1);
            case SHRUNKEN_LISTING -> universe.hidePart(region, MOST);
            case TORN_LISTING -> {
                universe.tearListing(region);
                yield true;
            }
            default -> throw new IllegalStateException(kind + " makes no listing");
        };
    }

    /// Returns the body of the page before the requested one; null for the first page.
    private byte @Nullable [] pageBefore(EsiRequest asked) {
        Long page = asked.page() == null ? null : Target.number(asked.page());
        if (page == null || page < 2) {
            return null;
        }
        Answer before = answers.to(asked.target(), Long.toString(page - 1), asked.body());
        return before.status() == 200 ? before.body() : null;
    }

    private static LongStream typesIn(byte[] body) {
        try {
            long[] ids = Json.mapper().readValue(body, long[].class);
            return ids == null
                    ? LongStream.empty()
                    : LongStream.of(ids).filter(id -> Atlas.type(id).isPresent());
        } catch (JacksonException unreadable) {
            return LongStream.empty();
        }
    }

    private int oneOf(List<Integer> statuses, EsiRequest asked) {
        double draw = Dice.share(here.seed(), asked.path().hashCode(), asked.nth(), 4);
        return statuses.get((int) (draw * statuses.size()));
    }
}
