package eve.contracts.aggregator.esi.client;

import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Decides whether a bad answer is about its contract or about its whole route. It is about the contract when
/// the route later gives a good answer for another path: one that is requested anyway, or else a witness, a
/// path that had a good answer lately or should have one. When the witnesses get the same kind of bad answer,
/// the route is down: it pauses, one probe is sent in each interval, and requests are suspended, including the
/// first one that noticed. While witnesses are requested no other call to the route is sent, so that a route
/// that is down does not use up ESI's error limit.
///
/// It costs nothing while good answers follow, one call for a bad answer in a quiet time, and a few calls in an
/// incident and then one in each interval. It does not detect a fault that ends before a witness is requested,
/// or that affects only some paths. Safe for any number of threads.
final class RouteHealth {

    /// Requests a path once, without the checks of this class.
    interface Question {
        void ask(String path) throws FetchFailedException, InterruptedException;
    }

    /// Supplies paths that should have good answers, at most so many.
    public interface Candidates {
        List<String> some(int most);
    }

    private static final int MOST_CANDIDATES = 3;
    /// An answer usually arrives within this time, so that normal traffic shows the state of the route without
    /// a further call.
    private static final Duration LISTEN = Duration.ofMillis(300);
    /// So many bad answers without a good one in between are not a coincidence: a call is not repeated then.
    private static final int SUSPICIOUS = 5;

    private final EsiRoute route;
    private final EsiGovernor governor;
    private final Duration interval;
    private final Question question;

    private final ReentrantLock probing = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final GoodPaths goodPaths = new GoodPaths();
    private long sent;
    private long lastGood;
    private int inFlight;
    private int badInARow;
    private int probes;
    private volatile Candidates candidates = most -> List.of();
    private volatile Verdict.@Nullable Incomplete fault;

    RouteHealth(EsiRoute route, EsiGovernor governor, Duration interval, Question question) {
        this.route = route;
        this.governor = governor;
        this.interval = interval;
        this.question = question;
    }

    void candidates(Candidates candidates) {
        this.candidates = candidates;
    }

    /// Returns a path that should have a good answer: a candidate, because a cache may still answer for
    /// remembered paths.
    ///
    /// @return `null` when none is known
    @Nullable
    String likelyGood() {
        List<String> paths = candidates.some(1);
        paths = paths.isEmpty() ? goodPaths.all() : paths;
        return paths.isEmpty() ? null : paths.getFirst();
    }

    boolean isDown() {
        return fault != null;
    }

    /// Returns whether the route seems to be down; [#judged] then finds out.
    boolean isSuspicious() {
        lock.lock();
        try {
            return badInARow >= SUSPICIOUS;
        } finally {
            lock.unlock();
        }
    }

    /// Counts a call that is sent.
    ///
    /// @return its number, for [#ended]
    long begun() {
        lock.lock();
        try {
            inFlight++;
            return ++sent;
        } finally {
            lock.unlock();
        }
    }

    void ended(long call, String path, boolean good) {
        lock.lock();
        try {
            inFlight--;
            badInARow = good ? 0 : badInARow + 1;
            if (good) {
                lastGood = Math.max(lastGood, call);
                goodPaths.remember(path);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Blocks calls to a route that is down. One call in each interval probes whether it is up again, with its
    /// own path or another.
    ///
    /// @throws FetchFailedException suspended, while the route is down
    void ensureUp(String path) throws FetchFailedException, InterruptedException {
        if (fault == null) {
            return;
        }
        governor.awaitOpen(route);
        probing.lockInterruptibly();
        try {
            Verdict.Incomplete known = fault;
            if (known == null) {
                return;
            }
            if (governor.isPaused(route)) {
                throw suspended(known);
            }
            List<String> paths = new ArrayList<>(List.of(path));
            paths.addAll(witnesses(path));
            Verdict.Incomplete answer = answer(paths.get(probes++ % paths.size()));
            if (speaksForRoute(answer, known)) {
                fault = null;
                return;
            }
            pause(known);
            throw suspended(known);
        } finally {
            probing.unlock();
        }
    }

    /// @param bad the failure of a call that has just ended
    /// @return the same failure, or suspended when the whole route gives such answers
    FetchFailedException judged(String path, FetchFailedException bad) throws InterruptedException {
        if (bad.verdict() instanceof Verdict.Suspended) {
            return bad;
        }
        long since = sentSoFar();
        if (isGoodSince(since, isSuspicious() ? Duration.ZERO : LISTEN)) {
            return bad;
        }
        probing.lockInterruptibly();
        try {
            Verdict.Incomplete known = fault;
            if (known != null) {
                return suspended(known);
            }
            if (isGoodSince(since, Duration.ZERO)) {
                return bad;
            }
            governor.shut(route, true);
            if (isOfRoute(path, bad.verdict())) {
                fault = bad.verdict();
                pause(bad.verdict());
                return suspended(bad.verdict());
            }
            return bad;
        } catch (FetchFailedException limited) {
            // It cannot be determined now whether the fault is of the route.
            return limited;
        } finally {
            governor.shut(route, false);
            probing.unlock();
        }
    }

    private boolean isOfRoute(String path, Verdict.Incomplete bad) throws FetchFailedException, InterruptedException {
        if (route.hasOnePath()) {
            return true;
        }
        List<String> witnesses = witnesses(path);
        // Usually the first one gets a good answer. When answers are missing, there is no time to request one
        // after the other.
        int first = isSlow(bad) ? witnesses.size() : Math.min(1, witnesses.size());
        Set<String> asBad = ConcurrentHashMap.newKeySet();
        // A single witness may fail by coincidence. While the route is down, its good paths are kept.
        boolean down = witnesses.size() > 1
                && noneSpeaksForRoute(witnesses.subList(0, first), bad, asBad)
                && noneSpeaksForRoute(witnesses.subList(first, witnesses.size()), bad, asBad);
        if (!down) {
            goodPaths.forget(asBad);
        }
        return down;
    }

    private static boolean isSlow(Verdict.Incomplete bad) {
        return bad instanceof Verdict.Retry retry && retry.reason() == FailureReason.ESI_UNREACHABLE;
    }

    /// Requests all of them at the same time.
    ///
    /// @param asBad receives the paths without a good answer
    private boolean noneSpeaksForRoute(List<String> paths, Verdict.Incomplete bad, Set<String> asBad)
            throws FetchFailedException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> questions = new ArrayList<>();
            for (String path : paths) {
                questions.add(() -> {
                    Verdict.Incomplete answer = answer(path);
                    if (answer != null) {
                        asBad.add(path);
                    }
                    return speaksForRoute(answer, bad);
                });
            }
            FetchFailedException unknown = null;
            for (Future<Boolean> each : threads.invokeAll(questions)) {
                try {
                    if (each.get()) {
                        return false;
                    }
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof FetchFailedException failed)) {
                        throw new IllegalStateException(e.getCause());
                    }
                    unknown = failed;
                }
            }
            if (unknown != null) {
                throw unknown;
            }
            return true;
        }
    }

    /// Returns candidates and remembered paths, alternating, because a cache may still answer for a remembered
    /// path, and its contract may have ended since. Each is of another list.
    private List<String> witnesses(String notThis) {
        Map<String, String> paths = new LinkedHashMap<>();
        List<String> known = goodPaths.all();
        List<String> others = candidates.some(MOST_CANDIDATES + 1);
        for (int n = 0; n < Math.max(known.size(), others.size()); n++) {
            if (n < others.size()) {
                paths.putIfAbsent(GoodPaths.list(others.get(n)), others.get(n));
            }
            if (n < known.size()) {
                paths.putIfAbsent(GoodPaths.list(known.get(n)), known.get(n));
            }
        }
        paths.remove(GoodPaths.list(notThis));
        return paths.values().stream()
                .limit(GoodPaths.MOST + MOST_CANDIDATES - 1)
                .toList();
    }

    /// @return `null` for a good answer
    /// @throws FetchFailedException suspended, when no answer is available now
    private Verdict.@Nullable Incomplete answer(String path) throws FetchFailedException, InterruptedException {
        try {
            question.ask(path);
            return null;
        } catch (FetchFailedException e) {
            if (e.verdict() instanceof Verdict.Suspended) {
                throw e;
            }
            return e.verdict();
        }
    }

    /// Returns whether the answer shows that the route is up: a good answer, or a final one that differs from
    /// the other path's.
    private static boolean speaksForRoute(Verdict.@Nullable Incomplete answer, Verdict.Incomplete bad) {
        return switch (answer) {
            case null -> true;
            case Verdict.Gone gone -> !(bad instanceof Verdict.Gone other && other.reason() == gone.reason());
            case Verdict.Poison poison -> !(bad instanceof Verdict.Poison other && other.reason() == poison.reason());
            case Verdict.Retry _, Verdict.Suspended _ -> false;
        };
    }

    private long sentSoFar() {
        lock.lock();
        try {
            return sent;
        } finally {
            lock.unlock();
        }
    }

    /// Returns whether a call that was sent since then got a good answer. Waits for one while other calls are
    /// in flight.
    private boolean isGoodSince(long call, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (lastGood <= call && left > 0 && inFlight > 0 && fault == null) {
                left = changed.awaitNanos(left);
            }
            return lastGood > call;
        } finally {
            lock.unlock();
        }
    }

    private void pause(Verdict.Incomplete bad) {
        governor.pause(route, new BudgetPause(interval, "the route is down: " + text(bad)));
    }

    private FetchFailedException suspended(Verdict.Incomplete bad) {
        return new FetchFailedException(new Verdict.Suspended(route + " is down: " + text(bad), interval));
    }

    private static String text(Verdict.Incomplete bad) {
        return bad instanceof Verdict.Failed failed ? failed.detail() : bad.toString();
    }
}
