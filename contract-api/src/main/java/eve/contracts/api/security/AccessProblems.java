package eve.contracts.api.security;

import eve.contracts.api.problems.ProblemKind;
import eve.contracts.api.problems.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/// Answers rejected callers: says what is needed, but never why a password or a token is invalid.
///
/// @param tokens whether access tokens are accepted
record AccessProblems(ProblemWriter problems, boolean tokens) implements AuthenticationEntryPoint, AccessDeniedHandler {

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure) {
        if (failure instanceof AuthenticationServiceException) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "5");
            problems.write(
                    request,
                    response,
                    ProblemKind.TOKENS_UNAVAILABLE,
                    "The issuer of access tokens is out of reach, so yours cannot be checked; try again");
            return;
        }
        if (failure instanceof TooManyAttemptsException early) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(early.seconds()));
            problems.write(
                    request,
                    response,
                    ProblemKind.TOO_MANY_LOGINS,
                    "Too many wrong passwords came from your address; try again in " + early.seconds() + " s");
            return;
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"contracts\", charset=\"UTF-8\"");
        if (tokens) {
            var invalid = failure instanceof OAuth2AuthenticationException ? ", error=\"invalid_token\"" : "";
            response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"contracts\"" + invalid);
        }
        problems.write(
                request,
                response,
                ProblemKind.LOGIN_NEEDED,
                "A user name and its password are needed" + (tokens ? ", or a valid access token" : ""));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure) {
        boolean reads = AccessRules.reads(request.getMethod());
        problems.write(
                request,
                response,
                ProblemKind.ROLE_MISSING,
                "The role " + (reads ? AccessRules.READER + " or " : "") + AccessRules.OPERATOR + " is needed");
    }
}
