package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.alltools.web.Checkpoints;
import io.alltools.web.OwnCacheServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the models: figures of the one that answers, others that are loaded and unloaded, and imports. */
@Tag("browser")
class ModelConsoleTest {

    private static final double PATIENCE_MILLIS = 120_000;

    @TempDir
    static Path folder;

    private static OwnCacheServer server;

    @BeforeAll
    static void start() {
        server = new OwnCacheServer(folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) { // it may have failed to start
            server.close();
        }
    }

    @Test
    void showsWhatIsLoadedAndItsFiguresInEveryGuise() throws Exception {
        complete();
        try (ConsolePage console = open(ConsolePage.desktop())) {
            Page page = console.page();
            assertThat(heading(page, "Details of glm-tiny")).isVisible();
            assertThat(region(page, "Speed")).containsText("tokens/s");
            assertThat(region(page, "Speed")).containsText("A step takes");
            assertThat(region(page, "Requests").locator("div", new Locator.LocatorOptions().setHasText("Completed")))
                    .not()
                    .containsText("Completed0");
            assertThat(region(page, "Slots").getByRole(AriaRole.LISTITEM)).hasCount(8);
            assertThat(region(page, "Slots")).containsText("0 of 8 at work");
            assertThat(region(page, "Memory").getByRole(AriaRole.ROW)).hasCount(7);
            assertThat(region(page, "Memory").getByRole(AriaRole.IMG))
                    .hasAttribute("aria-label", Pattern.compile("Weights .* MB, KV cache .* MB.*"));
            assertThat(region(page, "Architecture and loading")).containsText("3.2M");
            assertThat(region(page, "Architecture and loading")).containsText("4,096 of 4,096 tokens");
            console.assertAccessible();
            console.assertFits();
            console.screenshot("model");
        }
        try (ConsolePage console = open(ConsolePage.dark())) {
            assertThat(region(console.page(), "Memory")).isVisible();
            console.assertAccessible();
            console.screenshot("model-dark");
        }
        try (ConsolePage console = open(ConsolePage.phone())) {
            assertThat(region(console.page(), "Memory")).isVisible();
            console.assertAccessible();
            console.assertFits();
            console.screenshot("model-phone");
        }
        try (ConsolePage console = open(ConsolePage.chinese())) {
            assertThat(heading(console.page(), "glm-tiny 详情")).isVisible();
            assertThat(console.page().getByText("导入检查点")).isVisible();
            console.assertAccessible();
            console.screenshot("model-chinese");
        }
    }

    @Test
    void figuresMoveWhileTheModelWrites() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Thread asking = Thread.ofVirtual().start(() -> {
            while (!enough.get()) {
                complete();
            }
        });
        try (ConsolePage console = open(ConsolePage.desktop())) {
            Page page = console.page();
            assertThat(region(page, "Slots")
                            .locator("li:not([data-stage=IDLE])")
                            .first())
                    .containsText(Pattern.compile("reading|writing"), patient());
            Locator line = region(page, "Speed").getByRole(AriaRole.IMG).first();
            assertThat(line)
                    .hasAttribute("aria-label", Pattern.compile("Writing: .* at most [1-9].*"), patientAttribute());
            region(page, "Memory").scrollIntoViewIfNeeded();
            console.screenshot("model-live");
        } finally {
            enough.set(true);
            asking.join();
        }
    }

    @Test
    void anImportShowsHowFarItIsAndCanBeCancelled() throws Exception {
        Path large = Checkpoints.large(folder.resolve("large"));
        try (ConsolePage console = open(ConsolePage.desktop())) {
            Page page = console.page();
            order(page, large, "int4");
            Locator job = job(page, large);
            Locator bar = job.getByRole(AriaRole.PROGRESSBAR);
            assertThat(bar).hasAttribute("aria-label", "Importing weights", patientAttribute());
            assertThat(job).containsText(Pattern.compile("MB of .* MB · .*/s · .* left"), patient());
            job.scrollIntoViewIfNeeded();
            console.screenshot("model-import");
            page.reload();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Cancel the import of " + large))
                    .click();
            assertThat(job).containsText("cancelled", patient());
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Remove " + large + " from the list"))
                    .click();
            assertThat(job).hasCount(0);
        }
    }

    @Test
    void whatIsImportedIsLoadedChosenAndUnloaded() throws Exception {
        Path checkpoint = Checkpoints.copy(folder.resolve("second-glm"));
        try (ConsolePage console = open(ConsolePage.desktop())) {
            Page page = console.page();
            order(page, checkpoint, "int8");
            assertThat(job(page, checkpoint)).containsText("done", patient());
            button(page, "Load second-glm-int8").click(new Locator.ClickOptions().setTimeout(PATIENCE_MILLIS));
            assertThat(button(page, "Unload second-glm-int8")).isVisible(visible());
            button(page, "Use second-glm-int8 for new conversations").click();
            assertThat(page.evaluate("localStorage.getItem('model')")).isEqualTo("second-glm-int8");

            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("second-glm-int8"))
                    .first()
                    .click();
            assertThat(heading(page, "Details of second-glm-int8")).isVisible();
            assertThat(region(page, "Architecture and loading")).containsText("int8, lm_head int8");

            button(page, "Unload second-glm-int8").click();
            assertThat(page.getByText("This model is not loaded")).isVisible(visible());
            button(page, "Use glm-tiny for new conversations").click();
            assertThat(page.evaluate("localStorage.getItem('model')")).isNull();
            console.assertAccessible();
        }
    }

    @Test
    void whatIsWrongWithACheckpointIsSaidWhereItWasNamed() throws Exception {
        Path broken = Checkpoints.broken(folder.resolve("broken"));
        try (ConsolePage console = open(ConsolePage.phone())) {
            Page page = console.page();
            order(page, Path.of("/nowhere"), "int8");
            assertThat(page.getByLabel("Folder", new Page.GetByLabelOptions().setExact(true)))
                    .hasAttribute("aria-invalid", "true");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("there is no checkpoint in /nowhere");
            assertThat(console.takeComplaints()).allMatch(complaint -> complaint.contains("400"));
            order(page, broken, "int8");
            assertThat(job(page, broken).getByRole(AriaRole.ALERT)).containsText("model.safetensors", patient());
            console.assertFits();
            console.assertAccessible();
            job(page, broken).scrollIntoViewIfNeeded();
            console.screenshot("model-import-broken");
        }
    }

    @Test
    void anAddressOfNoModelSaysSo() {
        try (ConsolePage console = ConsolePage.open(server.address())) {
            console.goTo("/model/nobody");
            assertThat(console.page().getByRole(AriaRole.ALERT)).containsText("There is no model \"nobody\"");
        }
    }

    private static ConsolePage open(Browser.NewContextOptions options) {
        ConsolePage console = ConsolePage.open(server.address(), options);
        console.goTo("/model");
        console.page().setDefaultTimeout(PATIENCE_MILLIS);
        assertThat(heading(console.page(), "Models")
                        .or(heading(console.page(), "模型"))
                        .first())
                .isVisible(visible());
        return console;
    }

    private static void order(Page page, Path checkpoint, String quantization) {
        page.getByLabel("Folder", new Page.GetByLabelOptions().setExact(true)).fill(checkpoint.toString());
        page.getByLabel("Weights as").selectOption(quantization);
        // The side bar imports conversations.
        page.locator("main")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Import").setExact(true))
                .click();
    }

    private static Locator job(Page page, Path checkpoint) {
        return page.getByRole(AriaRole.LISTITEM, new Page.GetByRoleOptions().setName("Import of " + checkpoint));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator heading(Page page, String name) {
        return page.getByRole(
                AriaRole.HEADING,
                new Page.GetByRoleOptions().setName(name).setExact(true).setLevel(2));
    }

    private static Locator region(Page page, String name) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(name));
    }

    private static LocatorAssertions.ContainsTextOptions patient() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS);
    }

    private static LocatorAssertions.HasAttributeOptions patientAttribute() {
        return new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE_MILLIS);
    }

    private static LocatorAssertions.IsVisibleOptions visible() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS);
    }

    /** Eight answers of one prompt, which keep all slots busy for a while. */
    private static void complete() {
        String body = """
                {"model": "glm-tiny", "n": 8, "temperature": 1.5, "max_tokens": 1500,
                 "messages": [{"role": "user", "content": "Tell me a long story of three cities."}]}""";
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(server.address() + "v1/chat/completions"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
