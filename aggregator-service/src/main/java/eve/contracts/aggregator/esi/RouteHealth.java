package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Decides whether a bad answer is about its contract or about its whole route. It is about the contract when the route
/// answers another path well afterwards: one asked for anyway, or else a witness, a path that answered well lately or
/// that should. When the witnesses get the same kind of bad answer, the route is down: it pauses, one probe goes out in
/// each interval, and what was asked is suspended, also the first call that noticed.
///
/// Costs nothing while good answers follow, one call for a bad answer in a quiet time, and in an incident a few calls
/// and then one in each interval. Not seen: a fault that ends before a witness is asked, or that hits only some paths.
/// Safe for any number of threads.
final class RouteHealth {

    /// Asks a path once, outside the rule.
    interface Question {
        void ask(String path) throws UnfitAnswerException, InterruptedException;
    }

    /// Paths that should be answered well, at most so many.
    interface Candidates {
        List<String> some(int most);
    }

    private static final int MOST_CANDIDATES = 3;
    /// A call's answer is there within this time as a rule, so that traffic tells without a further call.
    private static final Duration LISTEN = Duration.ofMillis(300);
    private static final Duration MOST_ASKING = Duration.ofSeconds(5);

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
    private int probes;
    private volatile Candidates candidates = most -> List.of();
    private volatile @Nullable Verdict fault;

    RouteHealth(EsiRoute route, EsiGovernor governor, Duration interval, Question question) {
        this.route = route;
        this.governor = governor;
        this.interval = interval;
        this.question = question;
    }

    void candidates(Candidates candidates) {
        this.candidates = candidates;
    }

    boolean isDown() {
        return fault != null;
    }

    /// A call goes out.
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
            if (good) {
                lastGood = Math.max(lastGood, call);
                goodPaths.remember(path);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Lets nobody ask a route that is down; one caller in each interval finds out whether it is back, by its own path
    /// or another.
    ///
    /// @throws UnfitAnswerException suspended, while the route is down
    void ensureUp(String path) throws UnfitAnswerException, InterruptedException {
        if (fault == null) {
            return;
        }
        governor.awaitOpen(route);
        probing.lockInterruptibly();
        try {
            Verdict known = fault;
            if (known == null) {
                return;
            }
            if (governor.isPaused(route)) {
                throw suspended(known);
            }
            List<String> paths = new ArrayList<>(List.of(path));
            paths.addAll(witnesses(path));
            Verdict answer = answer(paths.get(probes++ % paths.size()));
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

    /// @param bad what a call came to that has just ended
    /// @return what it comes to: the same, or suspended when the whole route answers so
    UnfitAnswerException judged(String path, UnfitAnswerException bad) throws InterruptedException {
        if (bad.verdict() instanceof Verdict.Suspended) {
            return bad;
        }
        long since = sentSoFar();
        if (isGoodSince(since, LISTEN)) {
            return bad;
        }
        probing.lockInterruptibly();
        try {
            Verdict known = fault;
            if (known != null) {
                return suspended(known);
            }
            if (isGoodSince(since, Duration.ZERO)) {
                return bad;
            }
            if (isOfRoute(path, bad.verdict())) {
                fault = bad.verdict();
                pause(bad.verdict());
                return suspended(bad.verdict());
            }
            return bad;
        } catch (UnfitAnswerException limited) {
            // Whether it is of the route cannot be found out now.
            return limited;
        } finally {
            probing.unlock();
        }
    }

    private boolean isOfRoute(String path, Verdict bad) throws UnfitAnswerException, InterruptedException {
        if (route.hasOnePath()) {
            return true;
        }
        Set<String> asBad = new HashSet<>();
        long endsAt = System.nanoTime() + MOST_ASKING.toNanos();
        for (String witness : witnesses(path)) {
            if (!asBad.isEmpty() && System.nanoTime() - endsAt > 0) {
                break;
            }
            Verdict answer = answer(witness);
            if (answer != null) {
                asBad.add(witness);
            }
            if (speaksForRoute(answer, bad)) {
                goodPaths.forget(asBad);
                return false;
            }
        }
        // One that is as bad as this one may be so by chance. While the route is down, its good paths stay known.
        if (asBad.size() > 1) {
            return true;
        }
        goodPaths.forget(asBad);
        return false;
    }

    /// Remembered paths and candidates in turn: the remembered ones may have ended since. Each is of a list of its own.
    private List<String> witnesses(String notThis) {
        Map<String, String> paths = new LinkedHashMap<>();
        List<String> known = goodPaths.all();
        List<String> others = candidates.some(MOST_CANDIDATES + 1);
        for (int n = 0; n < Math.max(known.size(), others.size()); n++) {
            if (n < known.size()) {
                paths.putIfAbsent(GoodPaths.list(known.get(n)), known.get(n));
            }
            if (n < others.size()) {
                paths.putIfAbsent(GoodPaths.list(others.get(n)), others.get(n));
            }
        }
        paths.remove(GoodPaths.list(notThis));
        return paths.values().stream()
                .limit(GoodPaths.MOST + MOST_CANDIDATES - 1)
                .toList();
    }

    /// @return `null` for a good answer
    /// @throws UnfitAnswerException suspended, when no answer is to be had now
    private @Nullable Verdict answer(String path) throws UnfitAnswerException, InterruptedException {
        try {
            question.ask(path);
            return null;
        } catch (UnfitAnswerException e) {
            if (e.verdict() instanceof Verdict.Suspended) {
                throw e;
            }
            return e.verdict();
        }
    }

    /// A route that answers one path well, or finally and otherwise than another, is not down.
    private static boolean speaksForRoute(@Nullable Verdict answer, Verdict bad) {
        return switch (answer) {
            case null -> true;
            case Verdict.Gone gone -> !(bad instanceof Verdict.Gone other && other.reason() == gone.reason());
            case Verdict.Poison poison -> !(bad instanceof Verdict.Poison other && other.reason() == poison.reason());
            case Verdict.Retry _, Verdict.Suspended _, Verdict.Complete _ -> false;
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

    /// Whether a call that was sent since then has been answered well. Waits for it while others are in flight.
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

    private void pause(Verdict bad) {
        governor.pause(route, new BudgetPause(interval, "the route is down: " + text(bad)));
    }

    private UnfitAnswerException suspended(Verdict bad) {
        return new UnfitAnswerException(new Verdict.Suspended(route + " is down: " + text(bad), interval));
    }

    private static String text(Verdict bad) {
        return bad instanceof Verdict.Unfit unfit ? unfit.detail() : bad.toString();
    }
}
