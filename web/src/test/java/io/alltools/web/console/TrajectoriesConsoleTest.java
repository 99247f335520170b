package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of trajectories with runs of glm-tiny. */
@Tag("browser")
class TrajectoriesConsoleTest {
    private final AnsweredQuestions runs = AnsweredQuestions.shared();

    @Test
    void filtersAndOrderStandInTheAddress() {
        try (ConsolePage console = AnsweredQuestions.open(ConsolePage.desktop(), "/trajectories")) {
            Page page = console.page();
            assertThat(AnsweredQuestions.row(page, runs.product)).containsText(AnsweredQuestions.PRODUCT);
            assertThat(AnsweredQuestions.row(page, runs.product)).containsText("python");
            page.locator("[aria-controls=filters]").click();
            page.getByLabel("Outcome").selectOption("BUDGET_EXHAUSTED");
            assertThat(page.locator("[data-run]")).hasCount(1);
            assertThat(AnsweredQuestions.row(page, runs.exhausted)).containsText("Out of budget");
            assertThat(page.getByText("1 run", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            page.waitForURL(Pattern.compile(".*outcome=BUDGET_EXHAUSTED.*"));
            page.reload();
            assertThat(page.locator("[data-run]")).hasCount(1);
            Workshop.button(page, "Clear filters").click();
            assertThat(AnsweredQuestions.row(page, runs.product)).isVisible();

            page.getByPlaceholder("Question contains").fill("SORT THESE");
            assertThat(page.locator("[data-run]")).hasCount(1);
            assertThat(AnsweredQuestions.row(page, runs.sorted)).isVisible();
            page.getByPlaceholder("Question contains").fill("nothing like it");
            assertThat(page.getByText("No run matches")).isVisible();
            Workshop.link(page, "Clear filters").click();

            page.getByRole(AriaRole.COLUMNHEADER, new Page.GetByRoleOptions().setName("Steps"))
                    .getByRole(AriaRole.BUTTON)
                    .click();
            assertThat(page.locator("th[aria-sort=descending]")).containsText("Steps");
            assertThat(page.locator("[data-run]").last()).hasAttribute("data-run", runs.exhausted);
            page.getByRole(AriaRole.COLUMNHEADER, new Page.GetByRoleOptions().setName("Steps"))
                    .getByRole(AriaRole.BUTTON)
                    .click();
            assertThat(page.locator("[data-run]").first()).hasAttribute("data-run", runs.exhausted);
        }
    }

    @Test
    void manyAreIncludedAtOnceAndExported() throws Exception {
        try (ConsolePage console = AnsweredQuestions.open(ConsolePage.desktop(), "/trajectories?text=48213")) {
            Page page = console.page();
            page.getByLabel("Select “" + AnsweredQuestions.PRODUCT + "”")
                    .first()
                    .check();
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

            Workshop.button(page, "Export…").click();
            assertThat(dialog).containsText("2 of 2 runs can be written, as 2 lines.");
            dialog.getByLabel("Format").selectOption("openai");
            assertThat(dialog).containsText("1 is refused:");
            assertThat(dialog).containsText("incomplete_run: 1");
            console.screenshot("trajectories-export");
            dialog.getByLabel("Format").selectOption("atif");
            Download download = page.waitForDownload(
                    () -> Workshop.link(page, "Download JSON Lines").click());
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

    @ParameterizedTest
    @EnumSource
    void itReadsInEveryGuise(Guise guise) {
        try (ConsolePage console = AnsweredQuestions.open(guise.options(), "/trajectories")) {
            assertThat(AnsweredQuestions.row(console.page(), runs.product)).isVisible();
            check(console, "trajectories-" + guise);
            console.page().locator("[aria-controls=filters]").click();
            console.assertAccessible();
            console.assertFits();
            console.goTo("/trajectories?view=charts");
            assertThat(console.page().locator(".chart svg").first()).isVisible();
            check(console, "trajectories-charts-" + guise);
            console.goTo("/trajectories/" + runs.product);
            assertThat(console.page().locator(".preview pre")).isVisible();
            check(console, "trajectory-" + guise);
        }
    }

    private static void check(ConsolePage console, String name) {
        console.screenshot(name);
        console.assertAccessible();
        console.assertFits();
    }

    @Test
    void scriptInNotesTasksToolNamesAndResultsStaysText() {
        plant();
        runs.api.put(
                "api/trajectories/run_planted/rating",
                Json.object()
                        .put("note", Workshop.PLANTED)
                        .put("task", Workshop.PLANTED)
                        .put("thumb", "down"));
        try (ConsolePage console = AnsweredQuestions.open(ConsolePage.desktop(), "/trajectories?outcome=FAILED")) {
            Page page = console.page();
            Locator row = AnsweredQuestions.row(page, "run_planted");
            assertThat(row.locator(".badge")).hasText(Workshop.PLANTED);
            assertThat(row.locator(".noted")).hasText(Workshop.PLANTED);
            assertThat(row.locator(".tool-name").first()).hasText(Workshop.PLANTED);
            page.locator("[aria-controls=filters]").click();
            assertThat(page.locator("#filters label:has(> span:text-is('Tool')) select"))
                    .containsText(Workshop.PLANTED);
            assertHarmless(page);
            console.goTo("/trajectories?view=charts&outcome=FAILED");
            assertThat(page.locator(".chart").first()).isVisible();
            assertHarmless(page);
            console.goTo("/trajectories/run_planted");
            assertThat(group(page, "Rating of the run").getByLabel("Note")).hasValue(Workshop.PLANTED);
            assertThat(page.locator(".reader-turn")).containsText(Workshop.PLANTED);
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
    private void plant() {
        List<RunEvent> events = List.of(
                new RunEvent.RunStarted(
                        "ses_planted",
                        Workshop.PLANTED,
                        List.of(Message.system(Workshop.PLANTED), Message.user(Workshop.PLANTED)),
                        List.of(),
                        Sampling.GREEDY,
                        Budget.DEFAULT),
                new RunEvent.StepStarted(1),
                new RunEvent.TextDelta(1, Workshop.PLANTED),
                new RunEvent.ToolCallStarted(1, "c1", Workshop.PLANTED),
                new RunEvent.ToolCallArguments(1, "c1", Workshop.PLANTED),
                new RunEvent.UsageReported(1, Usage.NONE, FinishReason.TOOL_CALLS),
                new RunEvent.ToolCallFinished(1, "c1", Workshop.PLANTED, ToolResult.ok(Workshop.PLANTED), 1),
                new RunEvent.StepFinished(1, FinishReason.TOOL_CALLS),
                new RunEvent.RunFinished(
                        new Outcome(Outcome.Kind.FAILED, Workshop.PLANTED), Workshop.PLANTED, Usage.NONE, 1));
        try (Database database = Database.open(new DataFolder(runs.data))) {
            DatabaseJournal journal = new DatabaseJournal(database);
            for (int seq = 0; seq < events.size(); seq++) {
                journal.append(new JournalEntry("run_planted", seq, Instant.EPOCH, events.get(seq)));
            }
        }
    }

    private static Locator group(Page page, String name) {
        return page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName(name));
    }
}
