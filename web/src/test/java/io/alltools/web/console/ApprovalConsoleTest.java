package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.alltools.agent.Json;
import io.alltools.agent.PolicyRule;
import io.alltools.agent.ToolPolicy.Verdict;
import io.alltools.web.permission.Permissions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    private EchoServer server;
    private ConsolePage console;
    private Page page;

    @BeforeEach
    void open() throws Exception {
        server = new EchoServer(folder);
        server.app()
                .add(server.parts.openFunctions(
                        Files.writeString(folder.resolve("f.json"), "[]").toString()));
        server.app()
                .permit(new Permissions(
                        List.of(PolicyRule.of(Verdict.ASK, "shout"), PolicyRule.of(Verdict.ASK, "from_file")),
                        Duration.ofMinutes(5)));
        console = ConsolePage.open(server.address());
        page = console.page();
    }

    @AfterEach
    void close() {
        try {
            console.close();
        } finally {
            server.close();
        }
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
        server.app().agents().put("helper", Json.parseObject("{\"name\":\"helper\",\"tools\":[\"shout\"]}"));
        server.app().agents().put("boss", Json.parseObject("{\"name\":\"boss\",\"tools\":[],\"agents\":[\"helper\"]}"));
        console.goTo("/?agent=boss");
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
        server.app().permit(new Permissions(List.of(PolicyRule.of(Verdict.ASK, "shout")), Duration.ofMinutes(5)));
        ask("call shout one");
        button("Approve").click();
        assertThat(page.locator(".call .output pre")).hasText("ONE");
        ask("call shout two");
        assertThat(approval()).hasCount(1);
        button("Deny").click();
        assertThat(page.locator(".call").last()).hasAttribute("data-state", "failed");
    }

    @Test
    void ofTwoCallsInATurnEachIsDecidedOnItsOwnAndNoneIsLostByAReload() {
        ask("call shout one && shout two");
        assertThat(calls()).hasCount(2);
        assertThat(calls().first().locator(".approval")).isVisible();
        page.reload();
        assertThat(calls()).hasCount(2);
        button("Deny").click();
        assertThat(calls().first()).hasAttribute("data-state", "failed");
        assertThat(calls().last().locator(".approval")).isVisible();
        page.reload();
        assertThat(calls().first()).hasAttribute("data-state", "failed");
        button("Approve").click();
        assertThat(calls().last().locator(".output pre")).hasText("TWO");
        assertThat(approval()).hasCount(0);
    }

    @Test
    void conversationsWaitForTheirApprovalsAtTheSameTimeAndEachGetsItsOwn() {
        ask("call shout one");
        assertThat(approval()).isVisible();
        String first = page.url();
        console.goTo("/");
        assertThat(approval()).hasCount(0);
        ask("call shout two");
        assertThat(approval()).isVisible();
        String second = page.url();

        page.navigate(first);
        assertThat(page.locator(".question")).containsText("one");
        button("Approve").click();
        assertThat(page.locator(".call .output pre")).hasText("ONE");
        page.navigate(second);
        assertThat(page.locator(".question")).containsText("two");
        assertThat(approval()).isVisible();
        button("Deny").click();
        assertThat(page.locator(".call")).hasAttribute("data-state", "failed");
        page.navigate(first);
        assertThat(page.locator(".call")).hasAttribute("data-state", "done");
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
        assertThat(console.takeComplaints()).allMatch(complaint -> complaint.contains("400"));
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

    private Locator calls() {
        return page.locator(".turn").last().locator(".call");
    }

    private Locator approval() {
        return page.locator(".approval");
    }

    private Locator button(String name) {
        return Workshop.button(page, name);
    }
}
