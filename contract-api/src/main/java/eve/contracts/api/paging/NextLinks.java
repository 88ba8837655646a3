package eve.contracts.api.paging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/// Adds the header `Link: <contracts?…>; rel="next"` (RFC 8288) to each page except the last: all parameters of
/// the request, with the next cursor. The link has only the last part of the path, so that it is right behind
/// any proxy; without that part `java.net.URI` would resolve it wrongly.
@RestControllerAdvice
class NextLinks implements ResponseBodyAdvice<Object> {

    @Override
    public boolean supports(MethodParameter call, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter call,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body instanceof Paged page
                && page.nextCursor() != null
                && request instanceof ServletServerHttpRequest asked) {
            response.getHeaders().add(HttpHeaders.LINK, "<" + next(asked, page.nextCursor()) + ">; rel=\"next\"");
        }
        return body;
    }

    private static String next(ServletServerHttpRequest request, String cursor) {
        var path = request.getServletRequest().getRequestURI();
        var query = new StringJoiner("&", path.substring(path.lastIndexOf('/') + 1) + "?", "");
        request.getServletRequest().getParameterMap().forEach((name, values) -> {
            if (!name.equals("cursor")) {
                for (var value : values) {
                    query.add(encoded(name) + "=" + encoded(value));
                }
            }
        });
        return query.add("cursor=" + encoded(cursor)).toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
