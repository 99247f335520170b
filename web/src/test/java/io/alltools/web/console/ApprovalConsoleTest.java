package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.alltools.agent.Json;
import io.alltools.agent.PolicyRule;
import io.alltools.agent.ToolPolicy.Verdict;
import io.alltools.runtime.LoadListener;
import io.alltools.web.AllTools;
import io.alltools.web.EchoParts;
import io.alltools.web.ModelChoice;
import io.alltools.web.Parts;
import io.alltools.web.permission.Permissions;
import io.alltools.web.server.WebServer;
import io.alltools.web.store.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person decides about calls in the console. */
@Tag("browser")
class ApprovalConsoleTest {

    @TempDir
    Path folder;

    private final List<String> complaints = new ArrayList<>();
    private AllTools app;
    private WebServer server;
    private Page page;

    @BeforeEach
    void open() throws Exception {
        EchoParts parts = new EchoParts();
        app = AllTools.open(
                parts, Parts.Lifetime.SHORT, new DataFolder(folder), ModelChoice.DEFAULT, LoadListener.silent(), null);
        app.add(parts.openFunctions(
                Files.writeString(folder.resolve("f.json"), "[]").toString()));
        app.permit(new Permissions(
                List.of(PolicyRule.of(Verdict.ASK, "shout"), PolicyRule.of(Verdict.ASK, "from_file")),
                Duration.ofMinutes(5)));
        server = WebServer.start(app, "127.0.0.1", 0);
        page = Chromium.browser().newContext().newPage();
        page.onPageError(complaints::add);
        page.navigate("http://localhost:" + server.port() + "/");
    }

    @AfterEach
    void close() {
        page.context().close();
        server.close();
        app.close();
        assertThat(complaints).isEmpty();
    }

    @Test
    void approvedByTheKeyboardTheCallRuns() {
        ask("call shout hello");
        assertThat(approval()).containsText("the rule for shout says ask");
        assertThat(page.locator(".call-state")).hasText("needs approval");
        button("Approve").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator(".call .output pre")).hasText("HELLO");
        assertThat(approval()).hasCount(0);
        assertThat(page.locator(".facts")).isVisible();
    }

    @Test
    void deniedItDoesNotRun() {
        ask("call shout hello");
        button("Deny").click();
        assertThat(page.locator(".call .output pre")).containsText("not permitted");
        assertThat(page.locator(".call")).hasAttribute("data-state", "failed");
    }

    @Test
    void theModelIsToldWhyItIsDenied() {
        ask("call shout hello");
        button("Deny with a reason").click();
        Locator reason = page.getByLabel("Reason, told to the model");
        assertThat(reason).isFocused();
        reason.press("Escape");
        assertThat(button("Deny with a reason")).isFocused();
        page.keyboard().press("Enter");
        reason.fill("it is too loud");
        reason.press("Enter");
        assertThat(page.locator(".call .output pre")).containsText("not permitted (it is too loud)");
        assertThat(page.locator(".call")).hasAttribute("data-state", "failed");
    }

    @Test
    void whatIsLeftOfTheTimeToDecideIsCounted() {
        ask("call shout hello");
        assertThat(page.getByRole(AriaRole.TIMER))
                .containsText(Pattern.compile("(4 min \\d+ s|5 min 0 s) left to decide"));
        String before = page.getByRole(AriaRole.TIMER).textContent();
        assertThat(page.getByRole(AriaRole.TIMER)).not().hasText(before);
    }

    @Test
    void anAgentThatIsCalledAsksInTheConversationOfWhoCalledIt() {
        app.agents().put("helper", Json.parseObject("{\"name\":\"helper\",\"tools\":[\"shout\"]}"));
        app.agents().put("boss", Json.parseObject("{\"name\":\"boss\",\"tools\":[],\"agents\":[\"helper\"]}"));
        page.navigate("http://localhost:" + server.port() + "/#/?agent=boss");
        page.reload();
        ask("call helper {\"task\": \"call shout hello\"}");
        Locator asked = page.getByRole(
                AriaRole.REGION,
                new Page.GetByRoleOptions().setName("A call of an agent that works for this conversation"));
        assertThat(asked).containsText("shout");
        assertThat(asked).containsText("hello");
        button("Approve").click();
        assertThat(page.locator(".call .output pre")).containsText("HELLO");
        assertThat(asked).hasCount(0);
    }

    @Test
    void ofSeveralCallsInARowEachIsAskedFor() {
        app.permit(new Permissions(List.of(PolicyRule.of(Verdict.ASK, "shout")), Duration.ofMinutes(5)));
        ask("call shout one");
        button("Approve").click();
        assertThat(page.locator(".call .output pre")).hasText("ONE");
        ask("call shout two");
        assertThat(approval()).hasCount(1);
        button("Deny").click();
        assertThat(page.locator(".call").last()).hasAttribute("data-state", "failed");
    }

    @Test
    void theArgumentsCanBeChangedAndAMistakeInThemIsSaidInPlace() {
        ask("call from_file {\"a\": 1}");
        button("Edit").click();
        Locator field = page.getByLabel("Arguments to call with");
        assertThat(field).isFocused();
        assertThat(field).hasValue("{\"a\": 1}");
        field.fill("{\"a\": ");
        button("Approve changed call").click();
        assertThat(page.locator(".asked-problem")).containsText("not valid JSON");
        field.fill("{\"a\": 2}");
        field.press("Control+Enter");
        assertThat(page.locator(".call .output pre").first()).containsText("2");
        assertThat(page.locator(".call pre").first()).containsText("2");
    }

    @Test
    void escapeLeavesTheArgumentsAsTheyAre() {
        ask("call shout hello");
        button("Edit").click();
        page.locator(".approval textarea").press("Escape");
        assertThat(button("Edit")).isFocused();
        button("Approve").click();
        assertThat(page.locator(".call .output pre")).hasText("HELLO");
    }

    @Test
    void afterAReloadItStillAsks() {
        ask("call shout hello");
        assertThat(approval()).isVisible();
        page.reload();
        assertThat(approval()).containsText("the rule for shout says ask");
        button("Approve").click();
        assertThat(page.locator(".call .output pre")).hasText("HELLO");
    }

    @Test
    void aDecisionOfSomebodyElseTakesTheButtonsAway() throws Exception {
        ask("call shout hello");
        try (Page other = page.context().newPage()) {
            assertThat(approval()).isVisible();
            other.navigate(page.url());
            other.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Deny").setExact(true))
                    .click();
            assertThat(approval()).hasCount(0);
        }
    }

    private void ask(String question) {
        page.getByLabel("Question").fill(question);
        page.keyboard().press("Enter");
    }

    private Locator approval() {
        return page.locator(".approval");
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
