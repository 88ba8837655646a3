package eve.contracts.simulator.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultStorm;
import eve.contracts.simulator.faults.Latency;
import eve.contracts.simulator.universe.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Serves the simulator's own routes below `/simulator`: without latency, limits or faults, and without
/// counting them.
final class ControlRoutes {
    private final SimulatorContext here;

    /// The body of `/simulator/faults`. A PUT replaces the faults, and ends a storm or starts another one.
    /// Without `latency`, the latency does not change.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Switches(
            @Nullable Latency latency,
            @Nullable List<Fault> faults,
            @Nullable Storm storm) {}

    /// Starts a [FaultStorm] over all regions.
    private record Storm(@JsonProperty(required = true) long seed, boolean wholeRoutes) {}

    ControlRoutes(SimulatorContext here) {
        this.here = here;
    }

    Answer answer(String method, String path, @Nullable String region, byte[] body) {
        String[] part = path.split("/");
        return switch (method + " " + part[2]) {
            case "GET requests" -> ok(here.requests().toMap());
            case "GET faults" -> ok(switches());
            case "PUT faults" -> switchFaults(body);
            case "GET contracts" -> contracts(region);
            case "GET truth" -> truth(part.length > 3 ? Target.number(part[3]) : null);
            default -> Answer.error(404, "No such route: " + method + " " + path);
        };
    }

    private Switches switches() {
        FaultStorm storm = here.faults().storm();
        return new Switches(
                here.faults().latency(),
                here.faults().all(),
                storm == null ? null : new Storm(storm.seed(), storm.wholeRoutes()));
    }

    private Answer switchFaults(byte[] body) {
        try {
            Switches wanted = Json.mapper().readValue(body, Switches.class);
            if (wanted == null) {
                return Answer.error(400, "The body must be an object with latency and faults");
            }
            here.faults().clear();
            if (wanted.latency() != null) {
                here.faults().latency(wanted.latency());
            }
            if (wanted.faults() != null) {
                wanted.faults().forEach(here.faults()::add);
            }
            if (wanted.storm() != null) {
                here.faults()
                        .storm(FaultStorm.over(
                                here.universe(),
                                wanted.storm().seed(),
                                wanted.storm().wholeRoutes()));
            }
            return ok(switches());
        } catch (JacksonException unreadable) {
            return Answer.error(400, unreadable.getOriginalMessage());
        }
    }

    private Answer contracts(@Nullable String region) {
        if (region == null) {
            return ok(here.universe().contractIds());
        }
        Long id = Target.number(region);
        return id == null
                ? Answer.error(400, "region must be an integer")
                : ok(here.universe().contractIds(id));
    }

    private Answer truth(@Nullable Long contractId) {
        return contractId == null || !here.universe().knows(contractId)
                ? Answer.error(404, "No such contract here")
                : ok(here.universe().truth(contractId));
    }

    private static Answer ok(Object value) {
        return Answer.recorded(200, Map.of(), Json.bytes(value));
    }
}
