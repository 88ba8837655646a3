package eve.contracts.simulator;

import eve.contracts.simulator.faults.FaultStorm;
import eve.contracts.simulator.faults.Faults;
import eve.contracts.simulator.http.EsiServer;
import eve.contracts.simulator.http.Requests;
import eve.contracts.simulator.http.Scripts;
import eve.contracts.simulator.http.SelfSigned;
import eve.contracts.simulator.http.Surroundings;
import eve.contracts.simulator.universe.Bid;
import eve.contracts.simulator.universe.Gone;
import eve.contracts.simulator.universe.Truth;
import eve.contracts.simulator.universe.Universe;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;

/// A running simulator: ask it over HTTP at `baseUrl`, steer it here.
public final class EsiSimulator implements AutoCloseable {
    private final Universe universe;
    private final Faults faults;
    private final Requests requests = new Requests();
    private final Scripts scripts = new Scripts();
    private final EsiServer server;
    private final String host;

    private EsiSimulator(SimulatorOptions options) {
        long seed = options.universe().seed();
        host = options.host();
        universe = new Universe(options.universe(), options.clock());
        faults = new Faults(seed, options.latency(), options.clock());
        var surroundings = new Surroundings(
                universe,
                faults,
                requests,
                scripts,
                options.clock(),
                seed,
                options.errorLimit(),
                options.tokens(),
                options.downtime());
        server = new EsiServer(surroundings, host, options.port(), options.protocol());
    }

    /// Starts one; it answers when this returns.
    ///
    /// @throws IllegalStateException when the port is taken
    public static EsiSimulator start(SimulatorOptions options) {
        return new EsiSimulator(options);
    }

    /// Starts one with the defaults, on any free port.
    public static EsiSimulator start() {
        return start(SimulatorOptions.defaults());
    }

    /// Where to ask it: `http://host:port`, or `https://` with TLS, without a slash at the end.
    public URI baseUrl() {
        String address = host.contains(":") ? "[" + host + "]" : host;
        return URI.create((server.certificate() == null ? "http://" : "https://") + address + ":" + port());
    }

    /// What it proves itself with over TLS.
    ///
    /// @throws IllegalStateException without TLS
    public X509Certificate certificate() {
        return selfSigned().certificate();
    }

    /// For a client that is to trust this simulator and no other server.
    ///
    /// @throws IllegalStateException without TLS
    public SSLContext trust() {
        return selfSigned().trust();
    }

    private SelfSigned selfSigned() {
        SelfSigned certificate = server.certificate();
        if (certificate == null) {
            throw new IllegalStateException("This simulator speaks plain HTTP");
        }
        return certificate;
    }

    public int port() {
        return server.port();
    }

    public Universe universe() {
        return universe;
    }

    /// Ids in the present listings of all regions, in order.
    public List<Long> contractIds() {
        return universe.contractIds();
    }

    /// Ids in the present listing of one region, in order.
    public List<Long> contractIds(long regionId) {
        return universe.contractIds(regionId);
    }

    public Set<Long> regionIds() {
        return universe.regionIds();
    }

    public Truth truth(long contractId) {
        return universe.truth(contractId);
    }

    /// Faults and latency, to be switched at any time.
    public Faults faults() {
        return faults;
    }

    /// From now on the faults of a storm come and go, besides those that are switched on by hand; see [FaultStorm].
    ///
    /// @param wholeRoutes whether routes may be down as a whole
    public void storm(long seed, boolean wholeRoutes) {
        faults.storm(FaultStorm.over(universe, seed, wholeRoutes));
    }

    /// What was asked so far; counts on while it is read.
    public Requests requests() {
        return requests;
    }

    /// From now on the contract answers 204; it stays listed until its listing is made anew.
    public void accept(long contractId) {
        answer(contractId, Gone.NO_CONTENT);
    }

    /// From now on the contract answers 204, as if its time were over; it stays listed until its listing is made anew.
    public void expire(long contractId) {
        answer(contractId, Gone.NO_CONTENT);
    }

    /// From now on the contract is gone in this manner; it stays listed until its listing is made anew.
    public void answer(long contractId, Gone how) {
        universe.end(contractId, how);
    }

    /// A new contract: its items can be read at once, and it is listed when the listing is made anew. Tells its id.
    public long add(long regionId) {
        return universe.add(regionId);
    }

    public Bid placeBid(long auctionId) {
        return universe.placeBid(auctionId);
    }

    /// Makes the region's listing anew now, with a new date; the time for the next one stays.
    public void remakeListing(long regionId) {
        universe.remakeListing(regionId);
    }

    /// Answers this path and query with these bytes from now on, whatever else is switched on; limits come first.
    public void respond(String pathAndQuery, int status, Map<String, String> headers, byte[] body) {
        respond(pathAndQuery, Integer.MAX_VALUE, status, headers, body);
    }

    /// As above for so many requests; after them the next answer prepared for the path, then the simulator's own.
    public void respond(String pathAndQuery, int times, int status, Map<String, String> headers, byte[] body) {
        scripts.respond(pathAndQuery, times, status, headers, body);
    }

    /// Forgets the prepared answers.
    public void clearResponses() {
        scripts.clear();
    }

    @Override
    public void close() {
        server.close();
    }
}
