package io.alltools.web.console;

import com.microsoft.playwright.Route;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.RunEvent;
import io.alltools.web.http.SecurityHeadersFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The console's files as they are, under the application's content security policy, and one session {@code s1} of
 * recorded runs in place of a server.
 */
final class RecordedConsole {

    static final String ADDRESS = "http://localhost/";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html", "css", "text/css", "svg", "image/svg+xml", "png", "image/png", "woff2", "font/woff2");

    /** An event and when it happened, in milliseconds after the run's start. */
    record Timed(long millis, RunEvent event) {}

    private record Run(String id, @Nullable String parent, String input, List<Timed> events) {}

    private final SequencedMap<String, Run> runs = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final boolean policy;

    /** @param policy whether the pages come with the content security policy */
    RecordedConsole(boolean policy) {
        this.policy = policy;
    }

    /** A run that goes on from the one that was added before it. */
    RecordedConsole run(String id, String input, List<Timed> events) {
        String parent = runs.isEmpty() ? null : runs.lastEntry().getKey();
        runs.put(id, new Run(id, parent, input, events));
        return this;
    }

    /** A file in the session's folder. */
    RecordedConsole file(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    /** The addresses that were asked for. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** As the server would. */
    void answer(Route route) {
        requests.add(route.request().url());
        String path = URI.create(route.request().url()).getPath();
        if (path.startsWith("/api/sessions/s1/files/")) {
            byte[] content = files.get(
                    URLDecoder.decode(path.substring("/api/sessions/s1/files/".length()), StandardCharsets.UTF_8));
            route.fulfill(
                    content == null
                            ? new Route.FulfillOptions().setStatus(404)
                            : new Route.FulfillOptions()
                                    .setContentType("image/png")
                                    .setBodyBytes(content));
        } else if (path.startsWith("/api/runs/")) {
            String[] steps = path.split("/");
            Run run = runs.get(steps[3]);
            if (run == null) {
                route.fulfill(
                        new Route.FulfillOptions().setStatus(404).setBody("{\"error\":{\"message\":\"no run\"}}"));
            } else if (steps.length > 4) {
                json(route, "{\"entries\":[" + String.join(",", entries(run)) + "]}");
            } else {
                json(route, "{\"id\":\"" + run.id() + "\",\"sessionId\":\"s1\"}");
            }
        } else {
            switch (path) {
                case "/api/info" -> json(route, "{\"model\":\"glm-tiny\",\"contextLength\":4096,\"tools\":[]}");
                case "/api/runs" -> json(route, "{\"runs\":[]}");
                case "/api/agents" -> json(route, "{\"agents\":[]}");
                case "/api/models" -> json(route, "{\"models\":[]}");
                case "/api/approvals" -> json(route, "{\"approvals\":[]}");
                case "/api/sessions" -> json(route, "{\"sessions\":[]}");
                case "/api/sessions/s1" -> json(route, session());
                default -> resource(route, path.equals("/") ? "/index.html" : path);
            }
        }
    }

    private String session() {
        List<String> told = runs.values().stream()
                .map(run -> ("{\"id\":%s,\"parentId\":%s,\"startedAt\":\"2026-01-01T00:00:00Z\",\"input\":%s,"
                                + "\"outcome\":\"ANSWERED\",\"live\":false}")
                        .formatted(Json.write(run.id()), Json.write(run.parent()), Json.write(run.input())))
                .toList();
        return "{\"id\":\"s1\",\"title\":\"Recorded\",\"leaf\":\"%s\",\"runs\":[%s]}"
                .formatted(runs.lastEntry().getKey(), String.join(",", told));
    }

    private static List<String> entries(Run run) {
        List<String> entries = new ArrayList<>();
        for (Timed timed : run.events()) {
            Instant at = Instant.parse("2026-01-01T00:00:00Z").plusMillis(timed.millis());
            entries.add(Json.write(new JournalEntry(run.id(), entries.size(), at, timed.event())));
        }
        return entries;
    }

    private static void json(Route route, String body) {
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(body));
    }

    private void resource(Route route, String path) {
        String folder = path.startsWith("/webjars/") ? "/META-INF/resources" : "/static";
        try (InputStream content = RecordedConsole.class.getResourceAsStream(folder + path)) {
            if (content == null) {
                route.fulfill(new Route.FulfillOptions().setStatus(404));
                return;
            }
            String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "text/javascript");
            Map<String, String> headers = policy
                    ? Map.of("Content-Type", type, "Content-Security-Policy", SecurityHeadersFilter.POLICY)
                    : Map.of("Content-Type", type);
            route.fulfill(new Route.FulfillOptions().setHeaders(headers).setBodyBytes(content.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
