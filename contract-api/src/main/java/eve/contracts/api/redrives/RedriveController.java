package eve.contracts.api.redrives;

import eve.contracts.api.deadletters.Note;
import eve.contracts.api.idempotency.Idempotency;
import eve.contracts.api.paging.OpaqueCursor;
import eve.contracts.api.problems.InvalidParameterException;
import eve.contracts.api.problems.ProblemException;
import eve.contracts.api.problems.ProblemKind;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Begins redrives, returns their progress, and stops them.
@RestController
class RedriveController {

    private static final int MAX_LIMIT = 200;
    private static final long LIST = OpaqueCursor.list("redrives");
    private static final Pattern PLACE = Pattern.compile("[0-9]{1,19}");

    private final Redrives redrives;
    private final Idempotency idempotency;
    private final TransactionTemplate transaction;

    RedriveController(Redrives redrives, Idempotency idempotency, PlatformTransactionManager transactions) {
        this.redrives = redrives;
        this.idempotency = idempotency;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// @return a [DryRun] with 200, or the [Redrive] with 202
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DryRun.class)))
    @ApiResponse(
            responseCode = "202",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Redrive.class)))
    @PostMapping(path = "/api/redrives", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> begin(
            @RequestBody RedriveRequest request,
            @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String idempotencyKey,
            Principal operator) {
        var selection = request.selection();
        int rate = request.rate();
        var canary = request.firstReplays();
        if (request.isDryRun()) {
            requireKnown(selection);
            return ResponseEntity.ok(redrives.dryRun(selection, rate));
        }
        return idempotency.once(idempotencyKey, operator.getName(), List.of("/api/redrives", request), claim -> {
            requireKnown(selection);
            var note = Note.require(request.note());
            return transaction.execute(_ -> {
                var redrive = redrives.begin(selection, rate, canary, note, operator.getName());
                var answer = ResponseEntity.accepted()
                        .location(URI.create("/api/redrives/" + redrive.id()))
                        .body(redrive);
                claim.complete(answer);
                return answer;
            });
        });
    }

    private void requireKnown(Selection selection) {
        if (selection.ids() != null) {
            var unknown = redrives.unknown(selection.ids());
            if (!unknown.isEmpty()) {
                throw new InvalidParameterException(
                        "ids",
                        "must be of dead letters; " + unknown.size() + " are not, the first is " + unknown.get(0));
            }
        }
    }

    @GetMapping("/api/redrives")
    RedrivePage list(@RequestParam @Nullable String cursor, @RequestParam(defaultValue = "50") Integer limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidParameterException("limit", "must be between 1 and " + MAX_LIMIT + ", not " + limit);
        }
        var found = redrives.before(cursor == null ? Long.MAX_VALUE : before(cursor), limit + 1);
        if (found.size() <= limit) {
            return new RedrivePage(found, null);
        }
        var page = found.subList(0, limit);
        return new RedrivePage(
                page, new OpaqueCursor(LIST, Long.toString(page.getLast().id())).text());
    }

    @GetMapping("/api/redrives/{id}")
    Redrive redrive(@PathVariable long id) {
        return redrives.find(id).orElseThrow(() -> notThere(id));
    }

    /// Cancels a redrive. Repeated calls do no harm: the name of the first caller stays on record.
    @PostMapping(path = "/api/redrives/{id}/cancel", consumes = MediaType.APPLICATION_JSON_VALUE)
    Redrive cancel(@PathVariable long id, @RequestBody Cancel cancel, Principal operator) {
        var reason = cancel.note() == null ? "cancelled" : Note.require(cancel.note());
        redrives.cancel(id, operator.getName(), reason);
        var redrive = redrive(id);
        if (redrive.state() != Redrive.State.CANCELLED) {
            throw new ProblemException(
                    ProblemKind.REDRIVE_ENDED,
                    "Redrive " + id + " is " + redrive.state() + "; there is nothing to stop");
        }
        return redrive;
    }

    /// @param note why; optional
    @Schema(name = "RedriveCancel")
    record Cancel(@Nullable String note) {}

    private static long before(String cursor) {
        return OpaqueCursor.parse(cursor).of(LIST).place(PLACE, place -> Long.parseLong(place.group()));
    }

    private static ProblemException notThere(long id) {
        return new ProblemException(
                ProblemKind.NO_SUCH_REDRIVE, "There is no redrive " + id + "; GET /api/redrives lists them");
    }
}
