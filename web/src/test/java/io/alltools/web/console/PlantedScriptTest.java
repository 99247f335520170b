package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import io.alltools.agent.Budget;
import io.alltools.agent.FinishReason;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.Source;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolResult;
import io.alltools.agent.Trust;
import io.alltools.agent.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Script in whatever a model, a tool, a page or a user wrote stays text. The page is served without a content security
 * policy here, so that its own care is what is tested.
 */
@Tag("browser")
class PlantedScriptTest {

    private static final String PLANTED = "<img src=x onerror=\"window.planted=1\"><script>window.planted=1</script>";
    private static final String ORIGIN = "http://console.test/";

    private final List<String> requests = new ArrayList<>();
    private ConsolePage console;
    private Page page;

    @BeforeEach
    void openThePage() {
        console = ConsolePage.open(ORIGIN, ConsolePage.desktop(), this::answer);
        page = console.page();
    }

    @AfterEach
    void close() {
        // The file that is sent finds no server, nor do pictures.
        assertThat(console.takeComplaints()).allMatch(complaint -> complaint.contains("404"));
        console.close();
    }

    @Test
    void scriptInTextOfEveryKindStaysText() {
        page.navigate(ORIGIN + "#/run/r1");

        assertThat(page.locator(".facts")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
        assertThat(page.locator(".ending")).containsText(PLANTED);
        assertThat(page.locator(".past-title")).containsText(PLANTED);
        assertThat(page.locator(".past-snippet mark")).containsText(PLANTED);
        assertThat(page.locator(".question").first()).containsText(PLANTED);
        assertThat(page.locator(".call .output pre").first()).containsText(PLANTED);
        assertThat(page.locator(".markdown").last()).containsText(PLANTED);
        assertThat(page.locator(".code-block .hljs-tag").first()).containsText("img");
        assertThat(page.locator(".code-block pre").last()).hasText(PLANTED);
        assertThat(page.locator(".traceback-error")).containsText(PLANTED);
        assertThat(page.locator(".made").first()).hasText(PLANTED);
        assertThat(page.locator(".hits").first()).containsText(PLANTED);
        assertThat(page.locator(".page-title").last()).containsText(PLANTED);
        assertThat(page.locator(".formula").first()).isVisible();
        page.getByText("Settings").click();
        assertThat(page.locator(".tools")).containsText(PLANTED);
        assertThat(page.getByLabel("Agent", new Page.GetByLabelOptions().setExact(true)))
                .containsText(PLANTED);
        page.locator("#content input[type=file]").setInputFiles(new FilePayload(PLANTED, "text/html", new byte[1]));
        assertThat(page.locator(".file-name")).containsText(PLANTED);
        assertThat(page.locator(".file-problem")).isVisible();
        assertThat(page.evaluate("window.planted ?? null")).isNull();
        assertThat((int) page.evaluate("document.querySelectorAll('#console script, #console [onerror]').length"))
                .isZero();
        assertThat((List<?>) page.evaluate("[...document.querySelectorAll('#console a[href]')]"
                        + ".map(link => link.getAttribute('href'))"
                        + ".filter(href => !/^(https?:|#|\\/?api\\/sessions\\/)/.test(href))"))
                .as("links that lead to no page")
                .isEmpty();
    }

    @Test
    void linksLeadToPagesOnlyAndImagesAreNotLoaded() {
        page.navigate(ORIGIN + "#/run/r1");

        assertThat(page.locator(".facts")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
        assertThat(page.locator(".formula").first()).isVisible();
        assertThat(page.locator(".markdown a[href]:not([data-cite])").all().stream()
                        .map(link -> link.getAttribute("href")))
                .containsExactly("https://example.org/page", "https://example.org/spy.png");
        assertThat(page.locator(".markdown a[href^=https]").first()).hasAttribute("rel", "noopener noreferrer");
        assertThat(requests).allMatch(url -> url.startsWith(ORIGIN));
    }

    private void answer(Route route) {
        requests.add(route.request().url());
        String path = URI.create(route.request().url()).getPath();
        switch (path) {
            case "/api/info" ->
                json(
                        route,
                        "{\"model\":%s,\"contextLength\":4096,\"tools\":[{\"name\":\"t\",\"kind\":\"FUNCTION\",\"description\":%s}]}"
                                .formatted(Json.write(PLANTED), Json.write(PLANTED)));
            case "/api/runs" ->
                json(
                        route,
                        "{\"runs\":[{\"id\":\"r1\",\"sessionId\":\"s1\",\"startedAt\":\"2026-01-01T00:00:00Z\",\"input\":%s,\"outcome\":\"FAILED\",\"live\":false}]}"
                                .formatted(Json.write(PLANTED)));
            case "/api/sessions" ->
                json(
                        route,
                        ("{\"sessions\":[{\"id\":\"s1\",\"title\":%1$s,\"activeAt\":\"2026-01-01T00:00:00Z\",\"runs\":1,\"live\":false,"
                                        + "\"snippet\":{\"runId\":\"r1\",\"place\":\"ANSWER\",\"before\":%1$s,\"match\":%1$s,\"after\":%1$s}}],"
                                        + "\"next\":null}")
                                .formatted(Json.write(PLANTED)));
            case "/api/models" ->
                json(
                        route,
                        "{\"models\":[{\"name\":\"own\",\"current\":true},{\"name\":%s,\"current\":false}]}"
                                .formatted(Json.write(PLANTED)));
            case "/api/agents" ->
                json(
                        route,
                        "{\"agents\":[{\"name\":%s,\"error\":%s}]}"
                                .formatted(Json.write(PLANTED), Json.write(PLANTED)));
            case "/api/runs/r1" -> json(route, "{\"id\":\"r1\",\"sessionId\":\"s1\"}");
            case "/api/sessions/s1" ->
                json(
                        route,
                        ("{\"id\":\"s1\",\"title\":%s,\"leaf\":\"r1\",\"runs\":[{\"id\":\"r1\",\"parentId\":null,\"startedAt\":"
                                        + "\"2026-01-01T00:00:00Z\",\"input\":%s,\"outcome\":\"FAILED\",\"live\":false}]}")
                                .formatted(Json.write(PLANTED), Json.write(PLANTED)));
            case "/api/runs/r1/entries" -> json(route, "{\"entries\":[" + String.join(",", entries()) + "]}");
            default -> file(route, path.equals("/") ? "/index.html" : path);
        }
    }

    private static void json(Route route, String body) {
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(body));
    }

    private static void file(Route route, String path) {
        String folder = path.startsWith("/webjars/") ? "/META-INF/resources" : "/static";
        try (InputStream content = PlantedScriptTest.class.getResourceAsStream(folder + path)) {
            if (content == null) {
                route.fulfill(new Route.FulfillOptions().setStatus(404));
                return;
            }
            String type = path.endsWith(".html")
                    ? "text/html"
                    : path.endsWith(".css") ? "text/css" : path.endsWith(".svg") ? "image/svg+xml" : "text/javascript";
            route.fulfill(new Route.FulfillOptions().setContentType(type).setBodyBytes(content.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> entries() {
        List<RunEvent> events = List.of(
                new RunEvent.RunStarted(
                        "s1",
                        PLANTED,
                        List.of(
                                Message.user(PLANTED),
                                new Message.Assistant(PLANTED, List.of(new ToolCall("c0", "python", PLANTED))),
                                new Message.Observation(
                                        "c0", List.of(new Passage(PLANTED, Part.text(PLANTED))), Trust.UNTRUSTED),
                                Message.assistant(PLANTED),
                                Message.user(PLANTED)),
                        List.of(),
                        Sampling.GREEDY,
                        Budget.DEFAULT),
                new RunEvent.StepStarted(1),
                new RunEvent.ReasoningDelta(1, PLANTED),
                new RunEvent.TextDelta(
                        1,
                        PLANTED + " [a](javascript:window.planted=1) [b](https://example.org/page)"
                                + " ![c](https://example.org/spy.png) 【7†\" onmouseover=\"window.planted=1】 `" + PLANTED
                                + "`"),
                new RunEvent.ToolCallStarted(1, "c1", PLANTED),
                new RunEvent.ToolCallArguments(1, "c1", PLANTED),
                new RunEvent.UsageReported(1, Usage.NONE, FinishReason.STOP),
                new RunEvent.ToolCallFinished(
                        1,
                        "c1",
                        PLANTED,
                        new ToolResult.Ok(
                                List.of(
                                        new Passage(
                                                PLANTED,
                                                Part.text(PLANTED),
                                                new Source("javascript:window.planted=1", PLANTED)),
                                        new Passage("", Part.text("{\"a\":" + Json.write(PLANTED) + "}")),
                                        new Passage(
                                                "",
                                                List.of(
                                                        new Part.Image("https://example.org/spy.png"),
                                                        new Part.Image("javascript:window.planted=1")))),
                                Trust.UNTRUSTED),
                        1),
                new RunEvent.ToolCallStarted(1, "c2", "python"),
                new RunEvent.ToolCallFinished(1, "c2", "python", ToolResult.failed(ToolResult.Kind.ERROR, PLANTED), 1),
                new RunEvent.ToolCallStarted(1, "c3", "python"),
                new RunEvent.ToolCallFinished(
                        1,
                        "c3",
                        "python",
                        new ToolResult.Ok(
                                List.of(new Passage(
                                        PLANTED,
                                        List.of(
                                                new Part.Text(
                                                        PLANTED + "\nTraceback (most recent call last):\n  File \""
                                                                + PLANTED + "\"\nError: " + PLANTED),
                                                new Part.Image(PLANTED),
                                                new Part.Image("data:text/html,<script>window.planted=1</script>"),
                                                new Part.Image("./..%2f..%2fapi%2finfo")),
                                        null,
                                        List.of(
                                                new Source("javascript:window.planted=1", PLANTED),
                                                new Source("./%2e%2e/secret", PLANTED)))),
                                Trust.UNTRUSTED),
                        1),
                new RunEvent.ToolCallStarted(1, "c4", "simple_browser"),
                new RunEvent.ToolCallArguments(1, "c4", "search(\"" + PLANTED.replace("\"", "\\\"") + "\")"),
                new RunEvent.ToolCallFinished(
                        1,
                        "c4",
                        "simple_browser",
                        new ToolResult.Ok(
                                List.of(
                                        new Passage(
                                                "browser_result",
                                                Part.text("TITLE: x\n\n # 【0†" + PLANTED + "†" + PLANTED + "】\n"
                                                        + PLANTED + "\nVisible: 0% - 100%"),
                                                null,
                                                List.of(new Source("javascript:window.planted=1", PLANTED))),
                                        new Passage(
                                                "quote_result [8†source]",
                                                Part.text("TITLE: " + PLANTED + "\n\n" + PLANTED + " 【3†" + PLANTED
                                                        + "】\n\nVisible: 0% - 9%"),
                                                new Source("javascript:window.planted=1", PLANTED))),
                                Trust.UNTRUSTED),
                        1),
                new RunEvent.ToolCallStarted(1, "c5", "cogview"),
                new RunEvent.ToolCallArguments(1, "c5", PLANTED),
                new RunEvent.ToolCallFinished(
                        1, "c5", "cogview", ToolResult.ok("[" + Json.write(PLANTED) + ",{\"<b>\":{}}]"), 1),
                new RunEvent.StepFinished(1, FinishReason.TOOL_CALLS),
                new RunEvent.StepStarted(2),
                new RunEvent.TextDelta(
                        2,
                        "$\\href{javascript:window.planted=1}{a}$ $\\text{" + PLANTED + "}$ $\\htmlClass{b}{c}$"
                                + " $\\includegraphics{https://example.org/spy.png}$\n\n```\"" + PLANTED + "\n"
                                + PLANTED
                                + "\n```\n\n```html\n" + PLANTED + "\n```\n\n|" + PLANTED + "|\n|--|\n|" + PLANTED
                                + "|\n"),
                new RunEvent.StepFinished(2, FinishReason.STOP),
                new RunEvent.StepStarted(3),
                new RunEvent.TextDelta(3, PLANTED),
                new RunEvent.RunFinished(new Outcome(Outcome.Kind.FAILED, PLANTED), PLANTED, Usage.NONE, 3));
        return IntStream.range(0, events.size())
                .mapToObj(seq -> Json.write(new JournalEntry("r1", seq, Instant.EPOCH, events.get(seq))))
                .toList();
    }
}
