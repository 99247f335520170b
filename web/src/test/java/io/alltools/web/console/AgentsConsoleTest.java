package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.alltools.web.console.Workshop.button;
import static io.alltools.web.console.Workshop.dialog;
import static io.alltools.web.console.Workshop.link;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.alltools.agent.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the agents in a real browser. */
@Tag("browser")
class AgentsConsoleTest {

    @TempDir
    Path data;

    private Workshop server;

    @BeforeEach
    void start() {
        server = new Workshop(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anAgentIsMadeWithWhatIsWrongShownAtItsFieldAndThenTried() throws Exception {
        try (ConsolePage console = open()) {
            Page page = console.page();
            assertThat(page.getByText("There are no agents yet")).isVisible();
            console.assertAccessible();
            link(page, "New agent").click();
            page.getByLabel("Name").fill("not a name");
            page.getByLabel("Description").fill("Makes things loud.");
            page.getByLabel("Instructions").fill("Be brief.\nBe loud.");
            page.getByLabel("shout").check();
            page.getByLabel("Temperature").fill("9");
            page.getByLabel("Steps").fill("3");
            button(page, "Save").click();
            assertThat(page.getByLabel("Name")).isFocused();
            assertThat(page.getByLabel("Name")).hasAttribute("aria-invalid", "true");
            page.getByLabel("Name").fill("loud");
            button(page, "Save").click();
            // What only the server knows stands at its field, too.
            assertThat(page.getByLabel("Temperature")).isFocused();
            assertThat(page.locator("#agent-sampling-temperature-about")).containsText("0 to 2");
            console.screenshot("agents-wrong");
            page.getByLabel("Temperature").fill("0.5");
            page.getByLabel("Schema of the answer").fill("{\"type\": \"object\"}");
            page.getByLabel("Rules for calls").fill("[{\"verdict\": \"ask\", \"tool\": \"shout\"}]");
            console.assertAccessible();
            console.screenshot("agents-form");
            button(page, "Save").click();
            assertThat(page.getByText("loud is saved")).isVisible();
            assertThat(page.getByText("Makes things loud.")).isVisible();
            assertThat(server.app.agents().json("loud").orElseThrow().toString())
                    .isEqualTo(Json.parseObject("""
                            {"name": "loud", "description": "Makes things loud.", "instructions": "Be brief.\\nBe loud.",
                             "tools": ["shout"], "sampling": {"temperature": 0.5}, "budget": {"steps": 3},
                             "answer": {"type": "object"}, "policy": [{"verdict": "ask", "tool": "shout"}]}""").toString());
            console.screenshot("agents");
            link(page, "Try it loud").click();
            assertThat(page).hasURL(Pattern.compile(".*#/\\?agent=loud$"));
            assertThat(console.takeComplaints()).allMatch(complaint -> complaint.contains("400"));
        }
    }

    @Test
    void whatTheFormDoesNotShowStaysAndTheFileIsKeptAsItIsWritten() throws Exception {
        Files.createDirectories(data.resolve("agents"));
        Path file = data.resolve("agents/old.yaml");
        Files.writeString(
                file, "# mine\nname: old\nsampling: {seed: 7, logit_bias: {'5': -1}}\ntools: [nap, elsewhere.json]\n");
        Files.writeString(data.resolve("agents/elsewhere.json"), "[]");
        try (ConsolePage console = open()) {
            Page page = console.page();
            link(page, "Edit old").click();
            assertThat(page.getByLabel("nap")).isChecked();
            assertThat(page.getByLabel("elsewhere.json")).isChecked();
            page.getByLabel("Description").fill("changed");
            button(page, "Save").click();
            assertThat(page.getByText("old is saved")).isVisible();
            assertThat(Files.readString(file)).contains("logit_bias", "elsewhere.json", "changed", "seed: 7");

            link(page, "Edit old").click();
            page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("File"))
                    .click();
            page.getByLabel("The file, YAML or JSON").fill("# kept\nname: old\n  x: [");
            button(page, "Save").click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("not valid YAML");
            page.getByLabel("The file, YAML or JSON").fill("# kept\nname: old\ndescription: by hand\n");
            button(page, "Save").click();
            assertThat(page.getByText("by hand")).isVisible();
            assertThat(Files.readString(file)).isEqualTo("# kept\nname: old\ndescription: by hand\n");
            assertThat(console.takeComplaints()).allMatch(complaint -> complaint.contains("400"));
        }
    }

    @Test
    void aBrokenOneSaysWhatIsWrongAndIsMended() throws Exception {
        Files.createDirectories(data.resolve("agents"));
        Files.writeString(data.resolve("agents/torn.yaml"), "name: [torn\n");
        Files.writeString(data.resolve("agents/wrong.yaml"), "name: wrong\nbudget: {steps: 0}\n");
        try (ConsolePage console = open()) {
            Page page = console.page();
            assertThat(page.getByText("torn.yaml: not valid YAML")).isVisible();
            assertThat(page.getByText("budget.steps 0 is out of range")).isVisible();
            console.screenshot("agents-broken");
            link(page, "Mend it torn").click();
            assertThat(page.getByLabel("The file, YAML or JSON")).hasValue("name: [torn\n");
            page.getByLabel("The file, YAML or JSON").fill("name: torn\ndescription: whole\n");
            button(page, "Save").click();
            assertThat(page.getByText("whole")).isVisible();
            // The broken file is answered 409.
            assertThat(console.takeComplaints()).allMatch(complaint -> complaint.contains("409"));
        }
    }

    @Test
    void oneIsDuplicatedAndDeleted() throws Exception {
        Files.createDirectories(data.resolve("agents"));
        Files.writeString(data.resolve("agents/first.yaml"), "name: first\ndescription: the original\n");
        try (ConsolePage console = open()) {
            Page page = console.page();
            link(page, "Duplicate first").click();
            page.getByLabel("Name").fill("first");
            button(page, "Save").click();
            assertThat(page.getByText("There is an agent of this name already."))
                    .isVisible();
            page.getByLabel("Name").fill("second");
            page.getByLabel("first").check();
            button(page, "Save").click();
            assertThat(link(page, "second")).isVisible();
            assertThat(server.app.agents().find("second").orElseThrow().agents())
                    .containsExactly("first");
            button(page, "Delete first").click();
            dialog(page)
                    .getByText("Delete", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(link(page, "first")).hasCount(0);
            assertThat(data.resolve("agents/first.yaml")).doesNotExist();
        }
    }

    @Test
    void scriptInWhatAnAgentSaysStaysText() throws Exception {
        Files.createDirectories(data.resolve("agents"));
        Files.writeString(
                data.resolve("agents/evil.json"),
                Json.object()
                        .put("name", "evil")
                        .put("description", Workshop.PLANTED)
                        .put("instructions", Workshop.PLANTED)
                        .toString());
        Files.writeString(
                data.resolve("agents/worse.json"),
                Json.object().put("name", Workshop.PLANTED).toString());
        try (ConsolePage console =
                ConsolePage.open(server.address(), ConsolePage.desktop().setBypassCSP(true))) {
            Page page = console.page();
            console.goTo("/agents");
            assertThat(page.getByText(Workshop.PLANTED).first()).isVisible();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("<img src=x");
            link(page, "Edit evil").click();
            assertThat(page.getByLabel("Instructions")).hasValue(Workshop.PLANTED);
            assertThat(page.evaluate("window.planted ?? null")).isNull();
            assertThat((int) page.evaluate("document.querySelectorAll('#console script, #console [onerror]').length"))
                    .isZero();
        }
    }

    @Test
    void thePagesFitAPhoneAreDarkAndSpeakChinese() throws Exception {
        Files.createDirectories(data.resolve("agents"));
        Files.writeString(data.resolve("agents/one.yaml"), "name: one\ndescription: A helper.\n");
        try (ConsolePage console = ConsolePage.open(server.address(), ConsolePage.phone())) {
            for (String hash : new String[] {"/agents", "/agents/one", "/agents/+"}) {
                console.goTo(hash);
                assertThat(console.page().locator(".agents")).isVisible();
                assertThat(console.page().locator(".loading")).hasCount(0);
                console.assertAccessible();
                console.assertFits();
            }
            console.screenshot("agents-phone");
        }
        try (ConsolePage console = ConsolePage.open(server.address(), ConsolePage.chinese())) {
            console.goTo("/agents/one");
            assertThat(button(console.page(), "保存")).isVisible();
            console.screenshot("agents-chinese");
        }
        try (ConsolePage console = ConsolePage.open(server.address(), ConsolePage.dark())) {
            console.goTo("/agents/one");
            assertThat(button(console.page(), "Save")).isVisible();
            console.assertAccessible();
            console.screenshot("agents-dark");
        }
    }

    private ConsolePage open() {
        ConsolePage console = ConsolePage.open(server.address());
        console.goTo("/agents");
        return console;
    }
}
