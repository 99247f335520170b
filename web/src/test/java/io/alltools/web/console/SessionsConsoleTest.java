package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.alltools.agent.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The list of conversations, what goes in and out of it, and links for others; sessions are imported as ATIF. */
@Tag("browser")
class SessionsConsoleTest {

    private static final String PLANTED = "<img src=x onerror=alert(1)><script>alert(2)</script>";

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
    void empty() throws Exception {
        for (JsonNode session : get("api/sessions?limit=1000").path("sessions")) {
            send("DELETE", "api/sessions/" + session.path("id").asString());
        }
    }

    @AfterEach
    void close() {
        if (console != null) {
            console.close();
        }
    }

    @Test
    void anEmptyListSaysWhatWillBeThere() {
        open(ConsolePage.desktop());
        assertThat(list().getByText("Nothing here yet")).isVisible();
        console.assertAccessible();
    }

    @Test
    void wordsAreFoundInTitlesQuestionsAndAnswers() throws Exception {
        String lisbon = imported("How warm is it in Lisbon?", "It is 21 degrees.");
        imported("Name a river", "The Danube");
        open(ConsolePage.desktop());
        assertThat(entries()).hasCount(2);

        search("danube");
        assertThat(entries()).hasCount(1);
        assertThat(entries().locator("mark")).hasText("Danube");
        search("LISBON");
        assertThat(entries().locator(".past-title")).hasText("How warm is it in Lisbon?");
        entries().locator("a.past").click();
        assertThat(page.locator(".turn .markdown")).containsText("21 degrees");
        assertThat(entries().locator("a.past")).hasAttribute("aria-current", "page");
        console.screenshot("sessions-search");
        console.assertAccessible();

        search("100%_");
        assertThat(list().getByText("Nothing found for “100%_”")).isVisible();
        list().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Show all conversations"))
                .click();
        assertThat(entries()).hasCount(2);
        assertThat(page.getByLabel("Search conversations")).hasValue("");
        assertThat(get("api/sessions/" + lisbon + "?messages=false")
                        .path("runs")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void olderOnesComeAsTheListIsScrolled() throws Exception {
        for (int i = 0; i < 95; i++) {
            send("POST", "api/sessions", "{\"title\":\"Session " + i + "\"}");
        }
        open(ConsolePage.desktop());
        assertThat(entries()).hasCount(40);
        for (int i = 0; i < 10 && entries().count() < 95; i++) {
            entries().last().scrollIntoViewIfNeeded();
            page.mouse().move(130, 500);
            page.mouse().wheel(0, 5000);
            page.waitForTimeout(300);
        }
        assertThat(entries()).hasCount(95);
        assertThat(list().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Show more")))
                .hasCount(0);
    }

    @Test
    void isRenamedInItsPlaceByTheKeyboard() throws Exception {
        String id = imported("Name a river", "The Danube");
        open(ConsolePage.desktop());
        console.goTo("/session/" + id);
        assertThat(page.locator(".turn .markdown")).isVisible();
        Locator menu =
                list().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Actions for Name a river"));
        menu.focus();
        page.keyboard().press("Enter");
        assertThat(menuItem("Rename")).isFocused();
        console.assertAccessible();
        page.keyboard().press("Enter");
        Locator field = list().getByLabel("Title", new Locator.GetByLabelOptions().setExact(true));
        assertThat(field).isFocused();
        field.fill("never mind");
        page.keyboard().press("Escape");
        assertThat(entries().locator(".past-title")).hasText("Name a river");

        menu.click();
        menuItem("Rename").click();
        field.fill(PLANTED);
        page.keyboard().press("Enter");
        assertThat(entries().locator(".past-title")).hasText(PLANTED);
        assertThat(page.locator(".bar-title")).hasText(PLANTED);
        assertThat(get("api/sessions/" + id + "?messages=false").path("title").asString())
                .isEqualTo(PLANTED);
    }

    @Test
    void isDeletedOnceThatWasConfirmed() throws Exception {
        String id = imported("Name a river", "The Danube");
        imported("Another", "One");
        open(ConsolePage.desktop());
        console.goTo("/session/" + id);
        assertThat(page.locator(".turn .markdown")).isVisible();
        page.getByLabel("Conversation menu").first().click();
        menuItem("Delete…").click();
        page.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel"))
                .click();
        assertThat(entries()).hasCount(2);
        page.getByLabel("Conversation menu").first().click();
        menuItem("Delete…").click();
        page.getByRole(AriaRole.DIALOG)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Delete").setExact(true))
                .click();
        assertThat(entries()).hasCount(1);
        assertThat(page.locator(".turn")).hasCount(0);
        assertThat(page).hasURL(application.address() + "#/");
        assertThat(get("api/sessions").path("sessions").size()).isEqualTo(1);
    }

    @Test
    void isSavedInEachFormatAndImportedAgain() throws Exception {
        String id = imported("Name a river", "The Danube");
        open(ConsolePage.desktop());
        console.goTo("/session/" + id);
        assertThat(page.locator(".turn .markdown")).isVisible();
        assertThat(Files.readString(saved("Export as Markdown", "Name-a-river.md")))
                .startsWith("# Name a river")
                .contains("The Danube");
        Path json = saved("Export as JSON", "Name-a-river.json");
        assertThat(Json.MAPPER.readTree(Files.readString(json)).path("format").asString())
                .isEqualTo("alltools-session");
        assertThat(Files.readString(saved("Export as ATIF", "Name-a-river.atif.jsonl")))
                .contains("\"schema_version\":\"ATIF-v1.");

        FileChooser chooser = page.waitForFileChooser(
                () -> page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Import"))
                        .click());
        chooser.setFiles(json);
        assertThat(page.getByText("1 question was imported.")).isVisible();
        assertThat(entries()).hasCount(2);
        assertThat(page).not().hasURL(application.address() + "#/session/" + id);
        assertThat(page.locator(".turn .markdown")).containsText("The Danube");
    }

    @Test
    void anImportedConversationSaysThatItsCallsAreAskedAbout() throws Exception {
        String id = imported("Name a river", "The Danube");
        open(ConsolePage.desktop());
        assertThat(page.getByText("This conversation was imported")).isHidden();
        console.goTo("/session/" + id);
        assertThat(page.getByText("This conversation was imported")).isVisible();
        console.assertAccessible();
        console.goTo("/");
        assertThat(page.getByText("This conversation was imported")).isHidden();
    }

    @Test
    void aFileThatIsDroppedAndBrokenIsRefusedWithItsPlace() {
        open(ConsolePage.desktop());
        page.evaluate("""
                () => {
                  const transfer = new DataTransfer();
                  transfer.items.add(new File(['{"schema_version":"ATIF-v1.7","steps":[{"source":"dog"}]}'], "x.jsonl"));
                  document.querySelector(".sidebar").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
                }""");
        assertThat(page.locator(".import-state [role=alert]")).containsText("line 1: steps[0].source: found \"dog\"");
        assertThat(console.takeComplaints()).hasSize(1).first().asString().contains("400");
    }

    @Test
    void aLinkIsMadeReadWithoutAKeyAndRevoked() throws Exception {
        String id = imported(PLANTED, "Answer **bold** " + PLANTED);
        open(ConsolePage.desktop());
        console.goTo("/session/" + id);
        assertThat(page.locator(".turn .markdown")).isVisible();
        page.getByLabel("Conversation menu").first().click();
        menuItem("Share…").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog.getByText("There are no links to this conversation.")).isVisible();
        assertThat(dialog.getByText("The link works where this server can be reached"))
                .isVisible();
        dialog.getByLabel("The link ends").selectOption("7");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Make a link"))
                .click();
        Locator link = dialog.getByLabel("Link", new Locator.GetByLabelOptions().setExact(true));
        assertThat(link).isVisible();
        console.assertAccessible();
        console.screenshot("sessions-share");
        String url = link.inputValue();
        assertThat(url).startsWith(application.address() + "shared/");

        for (Supplier<Browser.NewContextOptions> guise : List.<Supplier<Browser.NewContextOptions>>of(
                ConsolePage::desktop, ConsolePage::phone, ConsolePage::chinese)) {
            try (ConsolePage reader = ConsolePage.open(url, guise.get())) {
                Page shared = reader.page();
                assertThat(shared.locator(".turn .markdown strong")).hasText("bold");
                assertThat(shared.locator(".question")).containsText(PLANTED);
                assertThat(shared.locator("textarea, .actions button, aside")).hasCount(0);
                assertThat(shared.locator("script:not([src]), img[onerror]")).hasCount(0);
                reader.assertAccessible();
                reader.assertFits();
                reader.screenshot("sessions-shared-" + shared.viewportSize().width);
            }
        }
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Revoke"))
                .click();
        assertThat(dialog.getByText("There are no links to this conversation.")).isVisible();
        try (ConsolePage reader = ConsolePage.open(url, ConsolePage.desktop())) {
            assertThat(reader.page().getByText("This link leads nowhere")).isVisible();
            reader.assertAccessible();
            assertThat(reader.takeComplaints()).allMatch(complaint -> complaint.contains("404"));
        }
    }

    @Test
    void theListFitsAPhoneAndSpeaksChinese() throws Exception {
        imported("345 乘以 78 是多少？", "26910");
        open(ConsolePage.phone());
        page.getByLabel("Menu", new Page.GetByLabelOptions().setExact(true)).click();
        assertThat(entries()).hasCount(1);
        console.assertFits();
        console.assertAccessible();
        console.screenshot("sessions-phone");
        console.close();
        open(ConsolePage.chinese());
        assertThat(page.getByLabel("搜索对话")).isVisible();
        assertThat(page.getByText("1 个问题")).isVisible();
        console.assertAccessible();
    }

    private void open(Browser.NewContextOptions options) {
        console = ConsolePage.open(application.address(), options);
        page = console.page();
    }

    private Locator list() {
        return page.locator(".sidebar");
    }

    private Locator entries() {
        return page.locator(".past-item");
    }

    private Locator menuItem(String name) {
        return page.getByRole(
                AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private void search(String words) {
        page.getByLabel("Search conversations").fill(words);
    }

    private Path saved(String item, String name) {
        page.getByLabel("Conversation menu").first().click();
        Download download = page.waitForDownload(() -> menuItem(item).click());
        assertThat(download.suggestedFilename()).isEqualTo(name);
        return download.path();
    }

    private static String imported(String question, String answer) throws Exception {
        JsonNode made = send(
                "POST",
                "api/sessions/import",
                "{\"schema_version\":\"ATIF-v1.7\",\"session_id\":\"x\",\"agent\":{\"name\":\"a\",\"version\":\"1\"},\"steps\":["
                        + "{\"source\":\"user\",\"message\":" + Json.write(question) + "},"
                        + "{\"source\":\"agent\",\"message\":" + Json.write(answer) + "}]}");
        return made.path("sessionId").asString();
    }

    private static JsonNode get(String path) throws Exception {
        return Json.MAPPER.readTree(send(HttpRequest.newBuilder(URI.create(application.address() + path))));
    }

    private static void send(String method, String path) throws Exception {
        send(HttpRequest.newBuilder(URI.create(application.address() + path))
                .method(method, HttpRequest.BodyPublishers.noBody()));
    }

    private static JsonNode send(String method, String path, String body) throws Exception {
        return Json.MAPPER.readTree(send(HttpRequest.newBuilder(URI.create(application.address() + path))
                .header("Content-Type", path.endsWith("import") ? "application/octet-stream" : "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))));
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                    .body();
        }
    }
}
