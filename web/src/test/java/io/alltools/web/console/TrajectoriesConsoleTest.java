package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.alltools.agent.Budget;
import io.alltools.agent.FinishReason;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolResult;
import io.alltools.agent.Usage;
import io.alltools.web.store.DataFolder;
import io.alltools.web.store.Database;
import io.alltools.web.store.DatabaseJournal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The trajectories page with runs of the embedded model. */
@Tag("browser")
class TrajectoriesConsoleTest {

    private static final String PRODUCT = "What is 48213 * 77?";
    private static final String PLANTED = "<img src=x onerror=\"window.planted=1\"><script>window.planted=1</script>";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path data;

    private static Application application;
    private static String product;
    private static String sorted;
    private static String exhausted;

    @BeforeAll
    static void start() throws Exception {
        application = Application.start(data);
        saysWhatToDoWhereNothingIsRecorded();
        product = run("{\"input\":\"" + PRODUCT + "\",\"seed\":1}");
        sorted = run("{\"input\":\"Sort these numbers: 5, 3, 99, 1\",\"seed\":1}");
        run("{\"input\":\"345 乘以 78 是多少？\",\"seed\":1}");
        exhausted = run("{\"input\":\"" + PRODUCT + "\",\"seed\":1,\"maxSteps\":1}");
    }

    @AfterAll
    static void stop() {
        if (application != null) { // it may have failed to start
            application.close();
        }
    }

    private static void saysWhatToDoWhereNothingIsRecorded() {
        try (ConsolePage console = open(ConsolePage.desktop(), "/trajectories")) {
            assertThat(console.page().getByText("No runs yet")).isVisible();
            assertThat(link(console.page(), "Ask a question")).isVisible();
            console.goTo("/trajectories?view=charts");
            assertThat(console.page().getByText("Nothing to count.").first()).isVisible();
        }
    }

    @Test
    void filtersAndOrderStandInTheAddress() {
        try (ConsolePage console = open(ConsolePage.desktop(), "/trajectories")) {
            Page page = console.page();
            assertThat(row(page, product)).containsText(PRODUCT);
            assertThat(row(page, product)).containsText("python");
            page.locator("[aria-controls=filters]").click();
            page.getByLabel("Outcome").selectOption("BUDGET_EXHAUSTED");
            assertThat(page.locator("[data-run]")).hasCount(1);
            assertThat(row(page, exhausted)).containsText("Out of budget");
            assertThat(page.getByText("1 run", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            page.waitForURL(Pattern.compile(".*outcome=BUDGET_EXHAUSTED.*"));
            page.reload();
            assertThat(page.locator("[data-run]")).hasCount(1);
            button(page, "Clear filters").click();
            assertThat(row(page, product)).isVisible();

            page.getByPlaceholder("Question contains").fill("SORT THESE");
            assertThat(page.locator("[data-run]")).hasCount(1);
            assertThat(row(page, sorted)).isVisible();
            page.getByPlaceholder("Question contains").fill("nothing like it");
            assertThat(page.getByText("No run matches")).isVisible();
            link(page, "Clear filters").click();

            page.getByRole(AriaRole.COLUMNHEADER, new Page.GetByRoleOptions().setName("Steps"))
                    .getByRole(AriaRole.BUTTON)
                    .click();
            assertThat(page.locator("th[aria-sort=descending]")).containsText("Steps");
            assertThat(page.locator("[data-run]").last()).hasAttribute("data-run", exhausted);
            page.getByRole(AriaRole.COLUMNHEADER, new Page.GetByRoleOptions().setName("Steps"))
                    .getByRole(AriaRole.BUTTON)
                    .click();
            assertThat(page.locator("[data-run]").first()).hasAttribute("data-run", exhausted);
        }
    }

    @Test
    void aRunIsReplayedStepByStep() {
        try (ConsolePage console = open(ConsolePage.desktop(), "/trajectories")) {
            Page page = console.page();
            row(page, product).getByRole(AriaRole.LINK).click();
            assertThat(page.locator(".player-at")).hasText("Step 2 of 2");
            assertThat(page.locator(".reader-turn")).containsText("3712401");
            assertThat(page.locator(".facts")).isVisible();

            page.locator("body").press("Home");
            assertThat(page.locator(".player-at")).hasText("Start, before step 1 of 2");
            assertThat(page.locator(".reader-turn .step")).hasCount(0);
            assertThat(page.locator(".question")).containsText(PRODUCT);
            page.getByText("What the model was given").click();
            assertThat(page.locator(".given")).containsText("python");
            page.locator("body").press("ArrowRight");
            assertThat(page.locator(".reader-turn .step")).hasCount(1);
            assertThat(page.locator(".reader-turn .call")).containsText("3712401");
            assertThat(page.locator(".reader-turn .facts")).hasCount(0);
            assertThat(button(page, "Last")).isEnabled();
            button(page, "Next step").click();
            assertThat(page.locator(".player-at")).hasText("Step 2 of 2");
            button(page, "Previous step").click();
            page.getByLabel("Position").fill("0");
            assertThat(page.locator(".reader-turn .step")).hasCount(0);

            page.getByLabel("Speed").selectOption("4");
            button(page, "Play").click();
            assertThat(page.locator(".player-at")).hasText("Step 2 of 2");
            assertThat(button(page, "Play")).isVisible();
            // Writing is no replaying.
            page.getByLabel("Note").first().press("Home");
            assertThat(page.locator(".player-at")).hasText("Step 2 of 2");
            link(page, "All trajectories").click();
            assertThat(row(page, product)).isVisible();
        }
    }

    @Test
    void whatIsThoughtOfARunAndAStepIsSavedAtOnceAndStandsInThePreview() throws Exception {
        try (ConsolePage console = open(ConsolePage.desktop(), "/trajectories/" + sorted)) {
            Page page = console.page();
            Locator whole = group(page, "Rating of the run");
            Locator step = group(page, "Rating of step");
            Locator preview = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Export preview"));
            assertThat(preview).containsText("\"schema_version\"");
            assertThat(whole).containsText("No reward yet.");

            whole.getByLabel("Thumbs up").click();
            assertThat(whole.getByRole(AriaRole.STATUS)).hasText("Saved");
            assertThat(whole).containsText("Counts as reward 1.");
            assertThat(preview).containsText("\"reward\": 1");
            whole.getByLabel("Note").fill("well sorted");
            whole.getByLabel("Task").fill("sorting");
            whole.getByRole(AriaRole.RADIO, new Locator.GetByRoleOptions().setName("Excluded"))
                    .check();
            assertThat(preview).containsText("\"included\": false");
            assertThat(preview).containsText("\"task\": \"sorting\"");
            assertThat(preview).containsText("\"note\": \"well sorted\"");
            step.getByLabel("Reward").fill("7");
            assertThat(step).containsText("Expected a number from 0 to 1.");
            step.getByLabel("Reward").fill("0.25");
            assertThat(step.getByRole(AriaRole.STATUS)).hasText("Saved");
            assertThat(preview).containsText("\"reward\": 0.25");
            console.screenshot("trajectory");

            JsonNode kept = get("api/trajectories/" + sorted + "/rating");
            assertThat(kept.path("thumb").asString()).isEqualTo("up");
            assertThat(kept.path("note").asString()).isEqualTo("well sorted");
            assertThat(kept.path("included").asBoolean(true)).isFalse();
            assertThat(kept.path("by").asString()).isEqualTo("local");
            assertThat(kept.path("steps").toString()).contains("0.25");

            page.reload();
            assertThat(whole.getByLabel("Thumbs up")).hasAttribute("aria-pressed", "true");
            assertThat(whole.getByLabel("Note")).hasValue("well sorted");
            assertThat(step.getByLabel("Reward")).hasValue("0.25");
            console.goTo("/trajectories?task=sorting");
            assertThat(row(page, sorted)).containsText("well sorted");
            assertThat(row(page, sorted)).containsText("Excluded");
        }
    }

    @Test
    void whatIsNotSavedIsSaidAndSavedLater() {
        try (ConsolePage console = open(ConsolePage.desktop(), "/trajectories/" + exhausted)) {
            Page page = console.page();
            Locator whole = group(page, "Rating of the run");
            assertThat(whole).isVisible();
            console.context().setOffline(true);
            whole.getByLabel("Note").fill("kept");
            assertThat(whole.getByRole(AriaRole.ALERT)).containsText("Not saved: The server does not answer.");
            console.context().setOffline(false);
            whole.getByText("Try again").click();
            assertThat(whole.getByRole(AriaRole.STATUS)).hasText("Saved");
            console.takeComplaints();
        }
    }

    @Test
    void eachFormatIsPreviewedAndSaysWhatItCantHold() throws Exception {
        try (ConsolePage console = open(ConsolePage.desktop(), "/trajectories/" + exhausted)) {
            Page page = console.page();
            Locator preview = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Export preview"));
            assertThat(preview).containsText("This format holds all of this run.");
            for (JsonNode format : get("api/trajectories/formats").path("formats")) {
                String name = format.path("name").asString();
                preview.getByLabel("Format").selectOption(name);
                assertThat(preview.locator(".loading")).hasCount(0);
                assertThat(preview.getByText(Pattern.compile("holds all|is refused in this format|Written without")))
                        .isVisible();
            }
            preview.getByLabel("Format").selectOption("openai");
            assertThat(preview).containsText("This run is refused in this format:");
            assertThat(preview).containsText("the run came to no answer");
            assertThat(preview.locator("pre")).hasCount(0);
            for (int i = 0; i < 5 && preview.locator("pre").count() == 0; i++) {
                preview.getByRole(AriaRole.CHECKBOX, new Locator.GetByRoleOptions().setChecked(false))
                        .first()
                        .check();
                page.waitForTimeout(500);
            }
            assertThat(preview.locator("pre")).containsText("\"messages\"");
            assertThat(preview).containsText("Written without:");
        }
    }

    @Test
    void manyAreIncludedAtOnceAndExported() throws Exception {
        try (ConsolePage console = open(ConsolePage.desktop(), "/trajectories?text=48213")) {
            Page page = console.page();
            page.getByLabel("Select “" + PRODUCT + "”").first().check();
            assertThat(page.getByText("1 selected")).isVisible();
            page.getByText("Select all 2 that match").click();
            page.locator(".bulk")
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Include"))
                    .click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            assertThat(dialog).containsText("Change 2 runs?");
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Include"))
                    .click();
            assertThat(page.locator("[data-run] [data-inclusion=included]")).hasCount(2);

            button(page, "Export…").click();
            assertThat(dialog).containsText("2 of 2 runs can be written, as 2 lines.");
            dialog.getByLabel("Format").selectOption("openai");
            assertThat(dialog).containsText("1 is refused:");
            assertThat(dialog).containsText("incomplete_run: 1");
            console.screenshot("trajectories-export");
            dialog.getByLabel("Format").selectOption("atif");
            Download download =
                    page.waitForDownload(() -> link(page, "Download JSON Lines").click());
            assertThat(download.suggestedFilename()).isEqualTo("trajectories-atif.jsonl");
            List<String> lines = Files.readAllLines(download.path());
            assertThat(lines).hasSize(2);
            assertThat(Json.MAPPER
                            .readTree(lines.getFirst())
                            .at("/extra/included")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void theDataSetIsDrawnAndSaidInWordsAndTables() {
        try (ConsolePage console = open(ConsolePage.desktop(), "/trajectories")) {
            Page page = console.page();
            page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Charts"))
                    .click();
            for (String chart :
                    List.of("How runs ended", "Success by task", "Tools", "Steps of a run", "Tokens of a run")) {
                assertThat(page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName(chart + ":")))
                        .isVisible();
            }
            Locator tools = page.locator("figure", new Page.LocatorOptions().setHasText("Tools"))
                    .filter(new Locator.FilterOptions().setHasText("python"))
                    .last();
            tools.getByText("As a table").click();
            assertThat(tools.getByRole(AriaRole.TABLE)).containsText("python");
            page.locator("figure a", new Page.LocatorOptions().setHasText("python"))
                    .click();
            page.waitForURL(Pattern.compile(".*tool=python.*"));
            assertThat(row(page, product)).isVisible();
        }
    }

    @Test
    void itReadsInEveryGuise() {
        List<Guise> guises = List.of(
                new Guise("light", ConsolePage::desktop),
                new Guise("dark", ConsolePage::dark),
                new Guise("chinese", ConsolePage::chinese),
                new Guise("phone", ConsolePage::phone));
        for (Guise guise : guises) {
            try (ConsolePage console = open(guise.options().get(), "/trajectories")) {
                assertThat(row(console.page(), product)).isVisible();
                check(console, "trajectories-" + guise.name());
                console.page().locator("[aria-controls=filters]").click();
                console.assertAccessible();
                console.assertFits();
                console.goTo("/trajectories?view=charts");
                assertThat(console.page().locator(".chart svg").first()).isVisible();
                check(console, "trajectories-charts-" + guise.name());
                console.goTo("/trajectories/" + product);
                assertThat(console.page().locator(".preview pre")).isVisible();
                check(console, "trajectory-" + guise.name());
            }
        }
    }

    private record Guise(String name, Supplier<Browser.NewContextOptions> options) {}

    private static void check(ConsolePage console, String name) {
        console.screenshot(name);
        console.assertAccessible();
        console.assertFits();
    }

    @Test
    void scriptInNotesTasksToolNamesAndResultsStaysText() throws Exception {
        plant();
        assertThat(put(
                                "api/trajectories/run_planted/rating",
                                Json.object()
                                        .put("note", PLANTED)
                                        .put("task", PLANTED)
                                        .put("thumb", "down"))
                        .statusCode())
                .isEqualTo(200);
        try (ConsolePage console = open(ConsolePage.desktop(), "/trajectories?outcome=FAILED")) {
            Page page = console.page();
            Locator row = row(page, "run_planted");
            assertThat(row.locator(".badge")).hasText(PLANTED);
            assertThat(row.locator(".noted")).hasText(PLANTED);
            assertThat(row.locator(".tool-name").first()).hasText(PLANTED);
            page.locator("[aria-controls=filters]").click();
            assertThat(page.locator("#filters label:has(> span:text-is('Tool')) select"))
                    .containsText(PLANTED);
            assertHarmless(page);
            console.goTo("/trajectories?view=charts&outcome=FAILED");
            assertThat(page.locator(".chart").first()).isVisible();
            assertHarmless(page);
            console.goTo("/trajectories/run_planted");
            assertThat(group(page, "Rating of the run").getByLabel("Note")).hasValue(PLANTED);
            assertThat(page.locator(".reader-turn")).containsText(PLANTED);
            assertThat(page.locator(".preview pre")).containsText("window.planted");
            page.getByText("What the model was given").click();
            assertHarmless(page);
        }
    }

    private static void assertHarmless(Page page) {
        assertThat(page.evaluate("window.planted ?? null")).isNull();
        assertThat((int) page.evaluate("document.querySelectorAll('#console script, #console [onerror]').length"))
                .isZero();
    }

    /** A run as a model and tools of ill will would leave it. */
    private static void plant() {
        List<RunEvent> events = List.of(
                new RunEvent.RunStarted(
                        "ses_planted",
                        PLANTED,
                        List.of(Message.system(PLANTED), Message.user(PLANTED)),
                        List.of(),
                        Sampling.GREEDY,
                        Budget.DEFAULT),
                new RunEvent.StepStarted(1),
                new RunEvent.TextDelta(1, PLANTED),
                new RunEvent.ToolCallStarted(1, "c1", PLANTED),
                new RunEvent.ToolCallArguments(1, "c1", PLANTED),
                new RunEvent.UsageReported(1, Usage.NONE, FinishReason.TOOL_CALLS),
                new RunEvent.ToolCallFinished(1, "c1", PLANTED, ToolResult.ok(PLANTED), 1),
                new RunEvent.StepFinished(1, FinishReason.TOOL_CALLS),
                new RunEvent.RunFinished(new Outcome(Outcome.Kind.FAILED, PLANTED), PLANTED, Usage.NONE, 1));
        try (Database database = Database.open(new DataFolder(data))) {
            DatabaseJournal journal = new DatabaseJournal(database);
            for (int seq = 0; seq < events.size(); seq++) {
                journal.append(new JournalEntry("run_planted", seq, Instant.EPOCH, events.get(seq)));
            }
        }
    }

    private static ConsolePage open(Browser.NewContextOptions options, String hash) {
        ConsolePage console = ConsolePage.open(application.address(), options);
        console.goTo(hash);
        return console;
    }

    private static Locator row(Page page, String runId) {
        return page.locator("[data-run=" + runId + "]");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator group(Page page, String name) {
        return page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName(name));
    }

    /** Asks and waits for the end. */
    private static String run(String order) throws Exception {
        JsonNode started = Json.MAPPER.readTree(CLIENT.send(
                        request("api/runs")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(order))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
        String runId = started.path("runId").asString();
        String events = CLIENT.send(
                        request("api/runs/" + runId + "/events").build(), HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(events).contains("RunFinished");
        return runId;
    }

    private static JsonNode get(String path) throws Exception {
        return Json.MAPPER.readTree(CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private static HttpResponse<String> put(String path, JsonNode body) throws Exception {
        return CLIENT.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(application.address() + path));
    }
}
