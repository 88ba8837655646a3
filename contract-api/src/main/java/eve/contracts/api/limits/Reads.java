package eve.contracts.api.limits;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpMethod;

/// Defines which requests are reads. One that is dispatched again, for an error or after asynchronous work, counts
/// once.
final class Reads {

    static boolean isOne(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.REQUEST
                && (HttpMethod.GET.matches(request.getMethod()) || HttpMethod.HEAD.matches(request.getMethod()));
    }

    private Reads() {}
}
