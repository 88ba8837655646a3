/// Serves ESI's routes, headers, limits and errors over HTTP, and the simulator's own control routes.
@org.jspecify.annotations.NullMarked
package eve.contracts.simulator.http;
