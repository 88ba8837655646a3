package eve.contracts.api.problems;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Rejects, before a call does anything: parameters that are unknown, blank or repeated, values that do not
/// have the form of their type ([StrictValues]), and an `Accept` that does not allow the answer.
///
/// The parameters of a call are those that its handler declares: each `@RequestParam`, and the components of a
/// record that is a `@ModelAttribute`. A list parameter may be repeated. A call returns JSON, unless its
/// mapping declares another media type.
@Component
final class StrictRequests implements HandlerInterceptor, WebMvcConfigurer {

    private final Map<Method, Map<String, Declared>> calls = new ConcurrentHashMap<>();

    /// @param type the type of one value
    private record Declared(Class<?> type, boolean inPath, boolean repeatable) {

        static Declared of(ResolvableType type, boolean inPath) {
            var whole = type.toClass();
            return Collection.class.isAssignableFrom(whole)
                    ? new Declared(type.asCollection().getGeneric().toClass(), inPath, true)
                    : new Declared(whole, inPath, false);
        }
    }

    /// Runs after the rate limits: a call that is rejected here counts too.
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**").order(1);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod call) {
            if (!(request.getAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE) instanceof Collection<?> types)
                    || types.stream().allMatch(MediaType.APPLICATION_JSON::equals)) {
                requireJsonAccepted(request);
                // Otherwise the answer would have the requested media type, with its parameters.
                response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            }
            var parameters = calls.computeIfAbsent(call.getMethod(), _ -> parameters(call));
            requirePath(request, parameters);
            requireKnown(request, parameters);
        }
        return true;
    }

    private static Map<String, Declared> parameters(HandlerMethod call) {
        var parameters = new TreeMap<String, Declared>();
        for (var parameter : call.getMethodParameters()) {
            var type = ResolvableType.forMethodParameter(parameter);
            var query = parameter.getParameterAnnotation(RequestParam.class);
            var path = parameter.getParameterAnnotation(PathVariable.class);
            var name = parameter.getParameter().getName();
            if (query != null) {
                parameters.put(query.name().isEmpty() ? name : query.name(), Declared.of(type, false));
            } else if (path != null) {
                parameters.put(path.name().isEmpty() ? name : path.name(), Declared.of(type, true));
            } else if (parameter.hasParameterAnnotation(ModelAttribute.class)) {
                for (var component : parameter.getParameterType().getRecordComponents()) {
                    parameters.put(
                            component.getName(),
                            Declared.of(ResolvableType.forType(component.getGenericType()), false));
                }
            }
        }
        return parameters;
    }

    private static void requirePath(HttpServletRequest request, Map<String, Declared> parameters) {
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables) {
            variables.forEach((name, value) -> {
                var declared = parameters.get(String.valueOf(name));
                if (declared != null) {
                    StrictValues.require(String.valueOf(name), declared.type(), String.valueOf(value));
                }
            });
        }
    }

    private static void requireKnown(HttpServletRequest request, Map<String, Declared> parameters) {
        request.getParameterMap().forEach((name, values) -> {
            var declared = parameters.get(name);
            if (declared == null || declared.inPath()) {
                throw new InvalidParameterException(name, "is no parameter of this call" + others(parameters));
            }
            if (values.length > 1 && !declared.repeatable()) {
                throw new InvalidParameterException(name, "must be given once");
            }
            for (var value : values) {
                if (value.isBlank()) {
                    throw new InvalidParameterException(name, "must not be blank; leave it out instead");
                }
                StrictValues.require(name, declared.type(), value);
            }
        });
    }

    private static String others(Map<String, Declared> parameters) {
        var names = parameters.entrySet().stream()
                .filter(parameter -> !parameter.getValue().inPath())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? ", which has none" : ", which has " + names;
    }

    private static void requireJsonAccepted(HttpServletRequest request) {
        try {
            var accepted = MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
            // The most specific range that includes JSON decides (RFC 9110, 12.5.1).
            var decisive = accepted.stream()
                    .filter(range -> range.includes(MediaType.APPLICATION_JSON))
                    .max(Comparator.<MediaType>comparingInt(
                                    range -> range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2)
                            .thenComparingDouble(MediaType::getQualityValue));
            if (accepted.isEmpty()
                    || decisive.filter(range -> range.getQualityValue() > 0).isPresent()) {
                return;
            }
        } catch (InvalidMediaTypeException _) {
            // rejected below, like a header that does not allow JSON
        }
        throw new ProblemException(
                ProblemKind.NOT_ACCEPTABLE,
                "The call answers with application/json, which the header Accept does not allow");
    }
}
