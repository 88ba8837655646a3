package eve.contracts.api.problems;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/// All kinds of problems that a call can return: their types, titles and pages, and their texts in the API
/// description.
///
/// The type is a path from the root, not an absolute URI: it is the same string on every installation and host
/// name, so that clients can compare it (RFC 9457, 3.1.1).
public enum ProblemKind {
    INVALID_PARAMETER(
            HttpStatus.BAD_REQUEST,
            "A parameter or field is not allowed",
            "A parameter of the query, a part of the path or a field of the body is unknown, blank, given twice or not of"
                    + " the documented form. Nothing was done: an ignored parameter would change the result.",
            "Correct what the member \"parameter\" names; \"detail\" says what is allowed."),
    INVALID_CURSOR(
            HttpStatus.BAD_REQUEST,
            "The cursor does not belong to this list",
            "A cursor is the nextCursor of an earlier answer, and is valid only with the same filters and the same order.",
            "Follow the header Link of an answer, or begin again without a cursor."),
    INVALID_BODY(
            HttpStatus.BAD_REQUEST,
            "The body is not a JSON object",
            "The body is missing, or is not one JSON object.",
            "Send the documented object; \"detail\" says where reading stopped."),
    INVALID_IDS(
            HttpStatus.BAD_REQUEST,
            "Some ids are not contract ids",
            "The list of contract ids has entries that are not whole numbers above 0. The call did nothing.",
            "Correct the entries that the member \"invalid\" lists by their index, from 0."),
    MALFORMED_REQUEST(
            HttpStatus.BAD_REQUEST,
            "The request is not valid HTTP",
            "The request line, the query or a header breaks the rules of HTTP, or of URLs.",
            "Use an HTTP client, and percent-encode paths and queries in UTF-8."),
    LOGIN_NEEDED(
            HttpStatus.UNAUTHORIZED,
            "A login is needed",
            "The call needs a login, or the user name, the password or the token that was sent is not valid.",
            "Send a user name and its password (HTTP Basic), or an access token where the service takes them."),
    ROLE_MISSING(
            HttpStatus.FORBIDDEN,
            "The login lacks a role",
            "The login is valid, but may not make this call.",
            "Use a login with the role that \"detail\" names."),
    ORIGIN_NOT_ALLOWED(
            HttpStatus.FORBIDDEN,
            "Pages of other origins may not make this call",
            "A browser asked whether a page of another origin may make this call. Such pages may read what needs no login,"
                    + " and nothing else.",
            "Make the call from a server, or from a page of the same origin."),
    NO_SUCH_CALL(
            HttpStatus.NOT_FOUND,
            "There is no such call",
            "Nothing is served at this path.",
            "See /v3/api-docs for all calls."),
    CONTRACT_NOT_STORED(
            HttpStatus.NOT_FOUND,
            "The contract is not stored",
            "No contract with this id is stored: the id was not published, is in progress, or is not a public contract.",
            "Ask GET /api/contract-ids/{id} for the status of the id."),
    NO_SUCH_DEAD_LETTER(
            HttpStatus.NOT_FOUND,
            "There is no such dead letter",
            "No dead letter with this id is known, or it was decided on so long ago that it is no longer kept.",
            "GET /api/dead-letters lists them."),
    NO_VALUE(
            HttpStatus.NOT_FOUND,
            "The dead letter has no value",
            "The record has a key and headers only.",
            "GET /api/dead-letters/{id} shows them."),
    NO_SUCH_REDRIVE(
            HttpStatus.NOT_FOUND,
            "There is no such redrive",
            "No redrive has this id.",
            "GET /api/redrives lists them."),
    NO_SUCH_SUBMISSION(
            HttpStatus.NOT_FOUND,
            "There is no such submission",
            "No submission has this id, or it came so long ago that it can no longer be followed.",
            "Ask POST /api/contract-ids/query for the status of the ids."),
    NO_SUCH_PROBLEM(
            HttpStatus.NOT_FOUND,
            "There is no such kind of problem",
            "No problem of this service has this name.",
            "GET /problems lists them."),
    METHOD_NOT_ALLOWED(
            HttpStatus.METHOD_NOT_ALLOWED,
            "The path does not take this method",
            "There are calls at this path, with other methods.",
            "The header Allow lists the methods."),
    NOT_ACCEPTABLE(
            HttpStatus.NOT_ACCEPTABLE,
            "Answers are JSON",
            "The header Accept of the request does not allow the media type that the call answers with.",
            "Send Accept: application/json, or no Accept."),
    ALREADY_DECIDED(
            HttpStatus.CONFLICT,
            "The dead letter is already decided on",
            "It was replayed or answered before; only an open or quarantined dead letter can be discarded.",
            "Nothing has to be done."),
    REDRIVE_ENDED(
            HttpStatus.CONFLICT,
            "The redrive has already ended",
            "It is done, halted or cancelled; there is nothing to stop.",
            "Nothing has to be done."),
    CALL_AT_WORK(
            HttpStatus.CONFLICT,
            "The first call with this key is still running",
            "A call with the same Idempotency-Key is still running, or its process ended before the answer.",
            "Repeat the call after the seconds of Retry-After: it gets the answer of the first."),
    KEY_OF_ANOTHER_CALL(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "The key was used for another call",
            "The same Idempotency-Key was used with another path or body before, within the time that keys are kept.",
            "Use a new key for each call, and the same one only to repeat a call as it was."),
    VALUE_GONE(
            HttpStatus.GONE,
            "The value is no longer kept",
            "The value was too large for the database, and the topic of the dead letters no longer holds it.",
            "Publish the id again if its contract is still wanted."),
    BODY_TOO_LARGE(
            HttpStatus.CONTENT_TOO_LARGE,
            "The body is too large",
            "The body has more than 1 MiB.",
            "Send it in several calls."),
    JSON_NEEDED(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            "Only JSON is accepted",
            "Calls that write accept application/json only, even without a body. Pages of other sites cannot send it"
                    + " without permission.",
            "Send the header Content-Type: application/json."),
    TOO_MANY_READS(
            HttpStatus.TOO_MANY_REQUESTS,
            "This address reads too often",
            "Without a login one address may read a limited number of times in a period. The headers RateLimit and"
                    + " RateLimit-Policy of every answer say what is left.",
            "Wait for the seconds of Retry-After, or log in."),
    TOO_MANY_IDS(
            HttpStatus.TOO_MANY_REQUESTS,
            "Too many ids were published recently",
            "The service takes a limited number of ids in a period, from all callers together. None of these was published.",
            "Send them again after the seconds of Retry-After."),
    TOO_MANY_LOGINS(
            HttpStatus.TOO_MANY_REQUESTS,
            "Too many wrong passwords",
            "Several wrong passwords came from this address. No password from it is checked until the wait is over,"
                    + " not even the right one.",
            "Wait for the seconds of Retry-After."),
    DEFECT(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "A defect in this service",
            "The service failed unexpectedly. Its log has the details.",
            "Report it to the operators of the service, with the time of the call."),
    BUSY(
            HttpStatus.SERVICE_UNAVAILABLE,
            "Too many calls at the same time",
            "The service limits the calls, and the bytes of large values, that it handles at the same time.",
            "Try again after the seconds of Retry-After."),
    DATABASE_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The database is not available",
            "The database cannot be reached, or did not answer in time.",
            "Try again after the seconds of Retry-After; a search with more filters takes less time."),
    KAFKA_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "Kafka is not available",
            "The call needs Kafka, which cannot be reached or did not answer in time.",
            "Try again after the seconds of Retry-After."),
    NOT_ACKNOWLEDGED(
            HttpStatus.SERVICE_UNAVAILABLE,
            "Kafka did not acknowledge all ids",
            "The members \"acknowledged\" and \"submitted\" say how many of the ids are on their way.",
            "Publish all of them again after the seconds of Retry-After: an id that comes twice does no harm."),
    TOKENS_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "Access tokens cannot be checked",
            "The issuer of access tokens cannot be reached.",
            "Try again after the seconds of Retry-After.");

    private static final String ROOT = "/problems/";

    private final HttpStatus status;
    private final String title;
    private final String meaning;
    private final String remedy;

    ProblemKind(HttpStatus status, String title, String meaning, String remedy) {
        this.status = status;
        this.title = title;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /// Returns the last part of the type.
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public URI type() {
        return URI.create(ROOT + slug());
    }

    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }

    /// Returns what has happened.
    public String meaning() {
        return meaning;
    }

    /// Returns what the caller can do.
    public String remedy() {
        return remedy;
    }

    /// @param detail what is wrong with this call
    public ProblemDetail problem(String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(type());
        problem.setTitle(title);
        return problem;
    }

    static boolean isKindOf(ProblemDetail problem) {
        return String.valueOf(problem.getType()).startsWith(ROOT);
    }

    static Optional<ProblemKind> of(String slug) {
        return Arrays.stream(values()).filter(kind -> kind.slug().equals(slug)).findAny();
    }

    /// Returns the kind of a failure of which only the status is known.
    static ProblemKind of(HttpStatusCode status) {
        return switch (status.value()) {
            case 401 -> LOGIN_NEEDED;
            case 403 -> ROLE_MISSING;
            case 404 -> NO_SUCH_CALL;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> BODY_TOO_LARGE;
            case 415 -> JSON_NEEDED;
            case 503 -> BUSY;
            case 501, 505 -> MALFORMED_REQUEST;
            default -> status.is5xxServerError() ? DEFECT : MALFORMED_REQUEST;
        };
    }
}
