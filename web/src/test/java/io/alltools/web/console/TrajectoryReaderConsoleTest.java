package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A run of glm-tiny is replayed, rated and previewed. */
@Tag("browser")
class TrajectoryReaderConsoleTest {
    private final AnsweredQuestions runs = AnsweredQuestions.shared();

    @Test
    void aRunIsReplayedStepByStep() {
        try (ConsolePage console = AnsweredQuestions.open(ConsolePage.desktop(), "/trajectories")) {
            Page page = console.page();
            AnsweredQuestions.row(page, runs.product).getByRole(AriaRole.LINK).click();
            assertThat(page.locator(".player-at")).hasText("Step 2 of 2");
            assertThat(page.locator(".reader-turn")).containsText("3712401");
            assertThat(page.locator(".facts")).isVisible();

            page.locator("body").press("Home");
            assertThat(page.locator(".player-at")).hasText("Start, before step 1 of 2");
            assertThat(page.locator(".reader-turn .step")).hasCount(0);
            assertThat(page.locator(".question")).containsText(AnsweredQuestions.PRODUCT);
            page.getByText("What the model was given").click();
            assertThat(page.locator(".given")).containsText("python");
            page.locator("body").press("ArrowRight");
            assertThat(page.locator(".reader-turn .step")).hasCount(1);
            assertThat(page.locator(".reader-turn .call")).containsText("3712401");
            assertThat(page.locator(".reader-turn .facts")).hasCount(0);
            assertThat(Workshop.button(page, "Last")).isEnabled();
            Workshop.button(page, "Next step").click();
            assertThat(page.locator(".player-at")).hasText("Step 2 of 2");
            Workshop.button(page, "Previous step").click();
            page.getByLabel("Position").fill("0");
            assertThat(page.locator(".reader-turn .step")).hasCount(0);

            page.getByLabel("Speed").selectOption("4");
            Workshop.button(page, "Play").click();
            assertThat(page.locator(".player-at")).hasText("Step 2 of 2");
            assertThat(Workshop.button(page, "Play")).isVisible();
            // Writing is no replaying.
            page.getByLabel("Note").first().press("Home");
            assertThat(page.locator(".player-at")).hasText("Step 2 of 2");
            page.getByText("All trajectories").click();
            assertThat(AnsweredQuestions.row(page, runs.product)).isVisible();
        }
    }

    @Test
    void whatIsThoughtOfARunAndAStepIsSavedAtOnceAndStandsInThePreview() throws Exception {
        try (ConsolePage console = AnsweredQuestions.open(ConsolePage.desktop(), "/trajectories/" + runs.sorted)) {
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

            JsonNode kept = runs.api.get("api/trajectories/" + runs.sorted + "/rating");
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
            assertThat(AnsweredQuestions.row(page, runs.sorted)).containsText("well sorted");
            assertThat(AnsweredQuestions.row(page, runs.sorted)).containsText("Excluded");
        }
    }

    @Test
    void whatIsNotSavedIsSaidAndSavedLater() {
        try (ConsolePage console = AnsweredQuestions.open(ConsolePage.desktop(), "/trajectories/" + runs.exhausted)) {
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
        try (ConsolePage console = AnsweredQuestions.open(ConsolePage.desktop(), "/trajectories/" + runs.exhausted)) {
            Page page = console.page();
            Locator preview = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Export preview"));
            assertThat(preview).containsText("This format holds all of this run.");
            for (JsonNode format : runs.api.get("api/trajectories/formats").path("formats")) {
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

    private static Locator group(Page page, String name) {
        return page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName(name));
    }
}
