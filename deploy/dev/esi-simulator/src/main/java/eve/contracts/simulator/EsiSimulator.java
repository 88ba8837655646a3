package eve.contracts.simulator;

import eve.contracts.simulator.faults.FaultStorm;
import eve.contracts.simulator.faults.Faults;
import eve.contracts.simulator.http.EsiServer;
import eve.contracts.simulator.http.Requests;
import eve.contracts.simulator.http.Scripts;
import eve.contracts.simulator.http.SelfSigned;
import eve.contracts.simulator.http.SimulatorContext;
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

/// A running simulator: clients call it over HTTP at `baseUrl`, and tests control it with these methods.
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
        var surroundings = new SimulatorContext(
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

    /// Starts a simulator. It accepts requests when this method returns.
    ///
    /// @throws IllegalStateException if the port is taken
    public static EsiSimulator start(SimulatorOptions options) {
        return new EsiSimulator(options);
    }

    /// Starts a simulator with the defaults, on any free port.
    public static EsiSimulator start() {
        return start(SimulatorOptions.defaults());
    }

    /// Returns `http://host:port`, or `https://host:port` with TLS, without a slash at the end.
    public URI baseUrl() {
        String address = host.contains(":") ? "[" + host + "]" : host;
        return URI.create((server.certificate() == null ? "http://" : "https://") + address + ":" + port());
    }

    /// Returns the server's TLS certificate.
    ///
    /// @throws IllegalStateException without TLS
    public X509Certificate certificate() {
        return selfSigned().certificate();
    }

    /// Returns an `SSLContext` for a client that trusts this simulator and no other server.
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

    /// Returns the ids in the present listings of all regions, in order.
    public List<Long> contractIds() {
        return universe.contractIds();
    }

    /// Returns the ids in the present listing of one region, in order.
    public List<Long> contractIds(long regionId) {
        return universe.contractIds(regionId);
    }

    public Set<Long> regionIds() {
        return universe.regionIds();
    }

    public Truth truth(long contractId) {
        return universe.truth(contractId);
    }

    /// Returns the faults and the latency; they can be changed at any time.
    public Faults faults() {
        return faults;
    }

    /// Starts a storm: its faults come and go, in addition to the faults that are switched on by hand; see
    /// [FaultStorm].
    ///
    /// @param wholeRoutes whether a whole route may be down
    public void storm(long seed, boolean wholeRoutes) {
        faults.storm(FaultStorm.over(universe, seed, wholeRoutes));
    }

    /// Returns the counts of all requests so far. They keep counting while they are read.
    public Requests requests() {
        return requests;
    }

    /// Ends the contract: it answers 204 from now on, and stays listed until the next listing.
    public void accept(long contractId) {
        answer(contractId, Gone.NO_CONTENT);
    }

    /// Ends the contract in this way from now on; it stays listed until the next listing.
    public void answer(long contractId, Gone how) {
        universe.end(contractId, how);
    }

    /// Adds a contract and returns its id. Its items can be read at once; the next listing contains it.
    public long add(long regionId) {
        return universe.add(regionId);
    }

    public Bid placeBid(long auctionId) {
        return universe.placeBid(auctionId);
    }

    /// Regenerates the region's listing now, with a new date. The time of the next listing does not change.
    public void remakeListing(long regionId) {
        universe.remakeListing(regionId);
    }

    /// Answers this path and query with these bytes from now on, before any fault. Only limits come first.
    public void respond(String pathAndQuery, int status, Map<String, String> headers, byte[] body) {
        respond(pathAndQuery, Integer.MAX_VALUE, status, headers, body);
    }

    /// As above, for this number of requests. Then the next answer prepared for the path is used, then the
    /// simulator's own.
    public void respond(String pathAndQuery, int times, int status, Map<String, String> headers, byte[] body) {
        scripts.respond(pathAndQuery, times, status, headers, body);
    }

    /// Removes the prepared answers.
    public void clearResponses() {
        scripts.clear();
    }

    @Override
    public void close() {
        server.close();
    }
}
