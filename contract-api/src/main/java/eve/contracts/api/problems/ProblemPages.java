package eve.contracts.api.problems;

import io.swagger.v3.oas.annotations.Hidden;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.util.HtmlUtils;

/// Serves the pages that the types of problems link to: they explain each kind of problem.
@Hidden
@Controller
class ProblemPages {

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>%2$s</title>
              <link rel="stylesheet" href="%1$sstyle.css">
            </head>
            <body>
            <h1>%2$s</h1>
            %3$s
            </body>
            </html>
            """;

    @GetMapping("/problems")
    ResponseEntity<String> list() {
        return page(
                "",
                "Problems",
                Arrays.stream(ProblemKind.values())
                        .map(kind -> "<li><a href=\"problems/" + kind.slug() + "\">" + escaped(kind.title()) + "</a> ("
                                + kind.status().value() + ")</li>")
                        .collect(Collectors.joining(
                                "\n",
                                "<p>Errors are problem details (RFC 9457); the <code>type</code> of each is one of these.</p>\n<ul>\n",
                                "\n</ul>")));
    }

    @GetMapping("/problems/{name}")
    ResponseEntity<String> one(@PathVariable String name) {
        var kind = ProblemKind.of(name)
                .orElseThrow(() -> new ProblemException(
                        ProblemKind.NO_SUCH_PROBLEM, "No problem has this name; GET /problems lists them"));
        return page(
                "../",
                kind.title(),
                "<p>Status " + kind.status().value() + ", type <code>" + kind.type() + "</code></p>\n"
                        + "<h2>What it means</h2>\n<p>" + escaped(kind.meaning()) + "</p>\n"
                        + "<h2>What to do</h2>\n<p>" + escaped(kind.remedy()) + "</p>\n"
                        + "<p><a href=\"../problems\">All problems</a></p>");
    }

    /// @param root the relative path from the page to the service's root: a proxy may serve all of it below a
    ///     path
    private static ResponseEntity<String> page(String root, String title, String content) {
        return ResponseEntity.ok()
                .contentType(HTML)
                .body(String.format(Locale.ROOT, PAGE, root, escaped(title), content));
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
