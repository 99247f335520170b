package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.alltools.web.console.Workshop.button;
import static io.alltools.web.console.Workshop.dialog;
import static io.alltools.web.console.Workshop.link;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.alltools.web.PetServer;
import io.alltools.web.RealToolsParts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the tools in a real browser: what there is, one alone, and more of them. */
@Tag("browser")
class ToolsConsoleTest {

    private static Workshop workshop;
    private static PetServer pets;

    @BeforeAll
    static void start(@TempDir Path data) {
        pets = new PetServer();
        workshop = new Workshop(data, new RealToolsParts(Map.of()));
    }

    @AfterAll
    static void stop() {
        pets.close();
        workshop.close();
    }

    @Test
    void pythonIsTriedWithItsVariablesAndItsFiles() {
        try (ConsolePage console = open("/tools")) {
            Page page = console.page();
            assertThat(page.getByText("repeatable").first()).isVisible();
            console.assertAccessible();
            console.screenshot("tools");
            link(page, "python").click();
            run(page, "x = 6 * 7\nprint(x)\nopen('/mnt/data/kept.txt', 'w').write('kept')");
            assertThat(observation(page)).containsText("42");
            assertThat(page.getByText("done", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(link(page, "kept.txt")).hasAttribute("download", "kept.txt");
            run(page, "print(x + 1)");
            assertThat(observation(page)).containsText("43");
            run(page, "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.show()");
            Locator chart = observation(page).getByRole(AriaRole.IMG);
            assertThat(chart).isVisible();
            assertThat((int) chart.evaluate("async image => { await image.decode(); return image.naturalWidth; }"))
                    .isGreaterThan(50);
            console.assertAccessible();
            console.screenshot("tools-try");
            button(page, "Forget variables and files").click();
            run(page, "print(x)");
            assertThat(observation(page)).containsText("NameError");
        }
    }

    @Test
    void aCallThatTakesLongIsStopped() {
        try (ConsolePage console = open("/tools/python")) {
            Page page = console.page();
            page.getByLabel("Code").fill("import time\ntime.sleep(50)");
            button(page, "Run").click();
            button(page, "Stop").click();
            assertThat(page.getByText("Stopped.")).isVisible();
            run(page, "print('again')");
            assertThat(observation(page)).containsText("again");
        }
    }

    @Test
    void anOpenApiDocumentIsLookedAtAddedTriedAndRemoved() {
        try (ConsolePage console = open("/tools")) {
            Page page = console.page();
            button(page, "Add tools").click();
            address(page).fill(pets.url());
            page.getByLabel("Name (optional)").fill("Pets");
            page.getByLabel("Bearer token (optional)").fill("s3cret");
            console.assertAccessible();
            button(page, "See its tools").click();
            assertThat(dialog(page)).containsText("showPet");
            assertThat(dialog(page)).containsText("addPet");
            console.screenshot("tools-preview");
            dialog(page).getByLabel("addPet").uncheck();
            button(page, "Add 1 tool").click();
            assertThat(dialog(page)).hasCount(0);
            assertThat(link(page, "showPet")).isVisible();
            assertThat(link(page, "addPet")).hasCount(0);
            assertThat(page.getByText("with a token")).isVisible();

            link(page, "showPet").click();
            assertThat(page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Parameters")))
                    .containsText("\"short\" · \"long\"");
            button(page, "Run").click();
            assertThat(page.getByText("This is required.")).isVisible();
            page.getByLabel("petId (required)").fill("7");
            page.getByLabel("detail").selectOption("long");
            page.getByLabel("limit").fill("two");
            button(page, "Run").click();
            assertThat(page.getByText("Expected a whole number.")).isVisible();
            page.getByLabel("limit").fill("2");
            page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("JSON"))
                    .click();
            assertThat(page.getByLabel("Arguments as JSON"))
                    .hasValue("{\n  \"petId\": \"7\",\n  \"detail\": \"long\",\n  \"limit\": 2\n}");
            button(page, "Run").click();
            assertThat(observation(page)).containsText("/pets/7?detail=long&limit=2");
            assertThat(observation(page)).containsText("text from outside");
            assertThat(pets.tokens).contains("Bearer s3cret");
            page.getByLabel("Arguments as JSON").fill("{\"limit\": 99}");
            button(page, "Run").click();
            assertThat(observation(page)).containsText("failed: INVALID_ARGUMENTS");
            console.assertAccessible();

            link(page, "All tools").click();
            button(page, "Remove Pets").click();
            dialog(page)
                    .getByText("Remove", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(link(page, "showPet")).hasCount(0);
        }
    }

    @Test
    void anMcpServerIsAddedAndOneThatIsGoneSaysSo(@TempDir Path other) {
        try (ConsolePage console = open("/tools");
                Workshop server = new Workshop(other)) {
            Page page = console.page();
            button(page, "Add tools").click();
            address(page).fill(server.address() + "mcp");
            page.getByLabel("What is there").selectOption("mcp");
            page.getByLabel("Name (optional)").fill("Office");
            button(page, "See its tools").click();
            button(page, "Add 2 tools").click();
            link(page, "shout").click();
            page.getByLabel("text (required)").fill("hello");
            button(page, "Run").click();
            assertThat(observation(page)).containsText("HELLO");
            server.close();
            link(page, "All tools").click();
            button(page, "Read again Office").click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("can't be reached");
            assertThat(page.getByText("not available")).isVisible();
            console.screenshot("tools-source-gone");
            button(page, "Remove Office").click();
            dialog(page)
                    .getByText("Remove", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(link(page, "shout")).hasCount(0);
        }
    }

    @Test
    void whatCantBeAddedSaysWhatToDo() {
        try (ConsolePage console = open("/tools")) {
            Page page = console.page();
            button(page, "Add tools").click();
            address(page).fill("npx some-server");
            button(page, "See its tools").click();
            assertThat(dialog(page).getByRole(AriaRole.ALERT)).containsText("a program on this machine");
            assertThat(address(page)).hasAttribute("aria-invalid", "true");
            page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("From a file"))
                    .click();
            dialog(page)
                    .locator("input[type=file]")
                    .setInputFiles(
                            new FilePayload("x.json", "application/json", "{}".getBytes(StandardCharsets.UTF_8)));
            button(page, "See its tools").click();
            assertThat(dialog(page).getByRole(AriaRole.ALERT)).containsText("x.json: not a file of tools");
            page.keyboard().press("Escape");
            assertThat(dialog(page)).hasCount(0);
            assertThat(button(page, "Add tools")).isFocused();
            // The server's answers with a status of 400.
            assertThat(console.takeComplaints()).allMatch(complaint -> complaint.contains("400"));
        }
    }

    @Test
    void scriptInDescriptionsAndResultsStaysText(@TempDir Path data) {
        try (PetServer hostile = new PetServer(Workshop.PLANTED);
                Workshop server = new Workshop(data);
                ConsolePage console =
                        ConsolePage.open(server.address(), ConsolePage.desktop().setBypassCSP(true))) {
            Page page = console.page();
            console.goTo("/tools");
            button(page, "Add tools").click();
            address(page).fill(hostile.url());
            page.getByLabel("Name (optional)").fill("<b>" + Workshop.PLANTED.substring(0, 45));
            button(page, "See its tools").click();
            assertThat(dialog(page)).containsText(Workshop.PLANTED);
            button(page, "Add 2 tools").click();
            assertThat(page.locator(".tool-card").getByText(Workshop.PLANTED)).isVisible();
            link(page, "shout").click();
            page.getByLabel("Input").fill(Workshop.PLANTED);
            button(page, "Run").click();
            assertThat(observation(page)).containsText("<SCRIPT>");
            assertThat(page.evaluate("window.planted ?? null")).isNull();
            assertThat((int) page.evaluate("document.querySelectorAll('#console script, #console [onerror]').length"))
                    .isZero();
        }
    }

    @Test
    void thePagesFitAPhoneAreDarkAndSpeakChinese() {
        try (ConsolePage console = ConsolePage.open(workshop.address(), ConsolePage.phone())) {
            for (String hash : new String[] {"/tools", "/tools/python", "/tools/simple_browser", "/tools/nothing"}) {
                console.goTo(hash);
                assertThat(console.page().locator(".workshop")).isVisible();
                console.assertAccessible();
                console.assertFits();
            }
            console.goTo("/tools/python");
            console.screenshot("tools-phone");
        }
        try (ConsolePage console = ConsolePage.open(workshop.address(), ConsolePage.chinese())) {
            console.goTo("/tools/python");
            assertThat(button(console.page(), "运行")).isVisible();
            console.screenshot("tools-chinese");
        }
        try (ConsolePage console = ConsolePage.open(workshop.address(), ConsolePage.dark())) {
            console.goTo("/tools");
            assertThat(link(console.page(), "python")).isVisible();
            console.assertAccessible();
            console.screenshot("tools-dark");
        }
    }

    private static ConsolePage open(String hash) {
        ConsolePage console = ConsolePage.open(workshop.address());
        console.goTo(hash);
        return console;
    }

    private static void run(Page page, String code) {
        page.getByLabel("Code").fill(code);
        button(page, "Run").click();
        // What was shown before went with the click. The first call waits for the interpreter to start.
        assertThat(observation(page)).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(120_000));
    }

    private static Locator observation(Page page) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("What the model would get"));
    }

    /** Its tab is labelled "By address". */
    private static Locator address(Page page) {
        return page.getByLabel("Address", new Page.GetByLabelOptions().setExact(true));
    }
}
