package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console as a person uses it: the real application with the embedded model, in a real browser. */
@Tag("browser")
class ConsoleTest {

    private static final String QUESTION = "What is 48213 * 77?";
    /** The first answer may wait for the model and the Python interpreter to load. */
    private static final double PATIENCE_MILLIS = 120_000;

    private static Application application;

    private ConsolePage console;
    private Page page;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        application = Application.start(data);
    }

    @AfterAll
    static void stop() {
        if (application != null) { // it may have failed to start
            application.close();
        }
    }

    @BeforeEach
    void openThePage() {
        open(new Browser.NewContextOptions().setViewportSize(1200, 720).setDeviceScaleFactor(2));
    }

    @AfterEach
    void closeThePageThatHadNothingToComplainOf() {
        console.close();
    }

    @Test
    void showsTheCallTheObservationAndTheAnswer() {
        ask(QUESTION);

        assertAnswered();
        assertThat(page.locator(".past").first()).containsText(QUESTION);
        assertThat(page.locator(".facts")).containsText("2 steps");
        console.screenshot("console");
    }

    @Test
    void aRecordedRunIsShownAgainFromItsAddress() {
        ask(QUESTION);
        assertAnswered();
        String address = page.url();
        assertThat(address).contains("#/session/");

        page.navigate("about:blank");
        page.navigate(address);

        assertAnswered();
    }

    @Test
    void aSecondQuestionContinuesTheConversation() {
        ask(QUESTION);
        assertAnswered();

        ask("Sort these numbers: 5, 3, 99, 1");

        assertThat(page.locator(".turn")).hasCount(2);
        assertThat(page.locator(".turn").last().locator(".facts")).isVisible(patiently());
        assertThat(page.locator(".past").first()).containsText("2 questions");
    }

    @Test
    void aFileIsAttachedAndTheLastQuestionIsAskedAgainAndEdited() {
        page.locator("main input[type=file]")
                .setInputFiles(new FilePayload("data.csv", "text/csv", "a,b".getBytes(StandardCharsets.UTF_8)));
        assertThat(page.locator(".file")).containsText("data.csv");
        assertThat(page.locator(".file")).containsText("attached");

        ask("Sort these numbers: 5, 3, 99, 1");

        assertThat(page.locator(".facts")).isVisible(patiently());
        assertThat(page.locator(".question")).hasText("You: Sort these numbers: 5, 3, 99, 1");
        assertThat(page.locator(".note")).hasText("files attached in /mnt/data: data.csv (text/csv, 3 bytes)");
        assertThat(page.locator(".file")).hasCount(0);

        page.getByText("Answer again").click();
        assertThat(page.getByText("2/2")).isVisible(patiently());
        assertThat(page.locator(".facts")).isVisible(patiently());
        assertThat(page.locator(".turn")).hasCount(1);

        page.getByText("Edit question").click();
        Locator edited = page.getByLabel("Edited question");
        assertThat(edited).hasValue("Sort these numbers: 5, 3, 99, 1");
        edited.fill(QUESTION);
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Ask").setExact(true))
                .click();
        assertThat(page.getByText("3/3")).isVisible(patiently());
        assertThat(page.locator(".question")).hasText("You: " + QUESTION);
        assertThat(page.locator(".facts")).isVisible(patiently());
        assertThat(page.locator(".turn")).hasCount(1);
    }

    @Test
    void theToolsAreTheServers() {
        page.getByText("Settings").click();

        assertThat(page.getByLabel("python")).isChecked();
        assertThat(page.getByLabel("simple_browser")).isChecked();
    }

    @Test
    void isReadableInTheDark() {
        console.close();
        open(new Browser.NewContextOptions()
                .setViewportSize(1200, 720)
                .setDeviceScaleFactor(2)
                .setColorScheme(ColorScheme.DARK));

        ask(QUESTION);

        assertAnswered();
        console.screenshot("console-dark");
    }

    @Test
    void fitsAPhone() {
        console.close();
        open(new Browser.NewContextOptions()
                .setViewportSize(380, 780)
                .setDeviceScaleFactor(2)
                .setIsMobile(true)
                .setHasTouch(true));

        ask(QUESTION);

        assertAnswered();
        console.assertFits();
        console.screenshot("console-phone");
    }

    private void open(Browser.NewContextOptions options) {
        console = ConsolePage.open(application.address(), options);
        page = console.page();
    }

    private void ask(String question) {
        page.getByLabel("Question").fill(question);
        page.keyboard().press("Enter");
    }

    private void assertAnswered() {
        Locator turn = page.locator(".turn").first();
        Locator call = turn.locator(".call").first();
        assertThat(call.locator("pre").first()).containsText("48213", containingPatiently());
        assertThat(call.locator(".call-name")).hasText("python");
        assertThat(call.locator(".output pre")).containsText("3712401", containingPatiently());
        assertThat(turn.locator(".facts")).isVisible(patiently());
        assertThat(turn.locator(".step").last().locator(".markdown")).containsText("3712401");
    }

    private static LocatorAssertions.IsVisibleOptions patiently() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS);
    }

    private static LocatorAssertions.ContainsTextOptions containingPatiently() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS);
    }
}
