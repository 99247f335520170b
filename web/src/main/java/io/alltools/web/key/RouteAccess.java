package io.alltools.web.key;

import io.alltools.web.caller.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which scope each route takes. Addresses are matched as the routes match them, so that no spelling of one means
 * something else here than there; the first line that fits counts.
 */
final class RouteAccess {

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Set<HttpMethod> ALL = Set.of();

    private record Rule(Set<HttpMethod> methods, PathPattern pattern, Access access) {

        boolean fits(ServerHttpRequest request) {
            return (methods.isEmpty() || methods.contains(request.getMethod()))
                    && pattern.matches(request.getPath().pathWithinApplication());
        }
    }

    private final List<Rule> rules = new ArrayList<>();

    RouteAccess() {
        for (String page : List.of("/", "/index.html", "/favicon.ico")) {
            open(READING, page);
        }
        for (String files : List.of("/console", "/vendor", "/webjars", "/health")) {
            open(READING, files + "/{*rest}");
        }
        // A link's token is all that it takes.
        open(READING, "/shared/{token}/{*rest}");
        open(Set.of(HttpMethod.POST), "/api/sign-in");
        open(Set.of(HttpMethod.POST), "/api/sign-out");

        needs(Scope.CHAT, ALL, "/v1/{*rest}", "/tokenize", "/detokenize");
        needs(Scope.RUNS, READING, "/api/info", "/api/agents/{*rest}");
        needs(Scope.ADMIN, ALL, "/api/models/import", "/api/models/imports/{*rest}", "/api/models/{name}/unload");
        needs(Scope.RUNS, READING, "/api/models", "/api/models/{name}");
        needs(Scope.RUNS, ALL, "/api/models/{name}/load");
        needs(Scope.RUNS, ALL, "/api/runs/{*rest}", "/api/sessions/{*rest}", "/api/approvals", "/agui/{*rest}");
        needs(Scope.RUNS, ALL, "/api/trajectories/{*rest}");
        needs(Scope.RUNS, READING, "/api/tools", "/api/tools/{name}", "/api/knowledge", "/api/knowledge/search");
        needs(Scope.ADMIN, ALL, "/api/agents/{*rest}", "/api/tool-sources/{*rest}", "/api/knowledge/{*rest}");
        needs(Scope.TOOLS, ALL, "/api/tools/{name}/try", "/api/tools/try/{*rest}");
        needs(Scope.TOOLS, ALL, "/mcp");
        needs(Scope.METRICS, READING, "/metrics");
    }

    Access of(ServerHttpRequest request) {
        return rules.stream()
                .filter(rule -> rule.fits(request))
                .findFirst()
                .<Access>map(Rule::access)
                .orElseGet(() -> new Access.Unlisted("unlisted"));
    }

    private void open(Set<HttpMethod> methods, String path) {
        rules.add(new Rule(methods, PathPatternParser.defaultInstance.parse(path), new Access.Open(path)));
    }

    private void needs(Scope scope, Set<HttpMethod> methods, String... paths) {
        for (String path : paths) {
            rules.add(new Rule(methods, PathPatternParser.defaultInstance.parse(path), new Access.Needs(path, scope)));
        }
    }
}
