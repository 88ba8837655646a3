package eve.contracts.api.limits;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpMethod;

/// Defines which requests are reads. A request that is dispatched again, for an error or after asynchronous
/// work, counts once.
public final class Reads {

    /// The paths of calls that only read although they are POST: their parameters do not fit into a query
    /// string.
    public static final String[] QUERIES = {"/api/contract-ids/query"};

    static boolean isOne(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.REQUEST
                && (HttpMethod.GET.matches(request.getMethod())
                        || HttpMethod.HEAD.matches(request.getMethod())
                        || isQuery(request.getMethod(), request.getServletPath()));
    }

    /// @param path the path of a call, as in the API description
    public static boolean isQuery(String method, String path) {
        return HttpMethod.POST.matches(method) && List.of(QUERIES).contains(path);
    }

    private Reads() {}
}
