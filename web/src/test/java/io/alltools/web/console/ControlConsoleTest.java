package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.PolicyRule;
import io.alltools.agent.ToolPolicy.Verdict;
import io.alltools.agent.ToolSpec;
import io.alltools.web.permission.Permissions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run is stopped at whatever stage it is, and gone on with; what is chosen for a run is what it gets. The model is
 * scripted: these tests need calls of certain tools, a model that reads as long as it must, and a look at what the
 * model was asked. What needs none of that is tested with glm-tiny in {@link GlmTinyConsoleTest},
 * {@link QueueConsoleTest} and {@link SecondModelConsoleTest}.
 */
@Tag("browser")
class ControlConsoleTest {

    private EchoServer server;
    private ConsolePage console;
    private Page page;

    @BeforeEach
    void open(@TempDir Path folder) {
        server = new EchoServer(folder);
        show(ConsolePage.open(server.address()));
    }

    private void show(ConsolePage console) {
        this.console = console;
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

    // ---- stopping ----

    @Test
    void aRunIsStoppedWhileItWritesAndWhatItWroteStays() {
        ask("crawl 1000");
        assertThat(turn()).containsText("1 2 3");

        button("Stop").click();

        assertStopped();
        assertThat(turn()).containsText("1 2 3");
    }

    @Test
    void escapeStopsARunWhileTheModelReads() {
        ask("think 60000");
        assertThat(button("Stop")).isVisible();
        awaitModel();

        page.keyboard().press("Escape");

        assertStopped();
    }

    @Test
    void escapeStopsARunWhileAToolWorks() {
        ask("call nap 60000");
        assertThat(page.locator(".call")).hasAttribute("data-state", "running");

        page.keyboard().press("Escape");

        assertStopped();
    }

    @Test
    void aRunIsStoppedWhileItWaitsForAnApproval() {
        server.app().permit(new Permissions(List.of(PolicyRule.of(Verdict.ASK, "shout")), Duration.ofMinutes(5)));
        ask("call shout hello");
        assertThat(button("Approve")).isVisible();

        button("Stop").click();

        assertStopped();
        assertThat(button("Approve")).hasCount(0);
    }

    @Test
    void aRunIsStoppedBeforeTheServerHasTakenIt() {
        CompletableFuture<Route> held = new CompletableFuture<>();
        page.route("**/api/runs", route -> {
            if (route.request().method().equals("POST")) {
                held.complete(route);
            } else {
                route.resume();
            }
        });
        ask("crawl 1000");
        button("Stop").click();
        assertThat(page.getByText("Stopping…")).isVisible();

        page.waitForCondition(held::isDone);
        page.unroute("**/api/runs");
        held.join().resume();

        assertStopped();
    }

    // ---- going on ----

    @Test
    void aStoppedRunIsContinuedAfterIt() {
        ask("crawl 1000");
        assertThat(turn()).containsText("1 2 3");
        button("Stop").click();

        button("Continue").click();

        assertThat(page.locator(".turn")).hasCount(2);
        assertThat(page.locator(".turn").last()).containsText("Continue.");
        assertThat(page.locator(".turn").last().locator(".facts")).isVisible();
        assertThat(lastRequest().messages()).extracting(Message::text).first().isEqualTo("crawl 1000");
    }

    @Test
    void aRunWithoutStepsLeftIsContinued() {
        settings();
        page.getByLabel("Most steps").fill("1");
        ask("call shout hello");
        assertThat(page.locator(".ending")).isVisible();
        settings();
        button("Reset").click();

        button("Continue").click();

        assertThat(page.locator(".turn").last().locator(".markdown")).containsText("Continue.");
    }

    // ---- settings ----

    @Test
    void whatIsChosenIsWhatTheRunGets() {
        settings();
        page.getByLabel("Temperature").fill("0.7");
        page.getByLabel("Top-p").fill("0.9");
        page.getByLabel("Seed").fill("42");
        page.getByLabel("System prompt").fill("Be brief.\nBe kind.");
        page.getByLabel("nap").uncheck();

        ask("seed");

        assertThat(turn().locator(".markdown")).containsText("seed 42");
        ChatRequest request = lastRequest();
        assertThat(request.sampling().temperature()).isEqualTo(0.7);
        assertThat(request.sampling().topP()).isEqualTo(0.9);
        assertThat(request.messages().getFirst()).isEqualTo(Message.system("Be brief.\nBe kind."));
        assertThat(request.tools()).extracting(ToolSpec::name).containsExactly("shout");
        assertThat(button("Settings")).containsText("1 of 2 tools");
    }

    @Test
    void settingsAreKeptOverAReloadUntilTheyAreReset() {
        settings();
        page.getByLabel("Seed").fill("7");
        page.getByLabel("System prompt").fill("It is a secret.");
        assertThat((String) page.evaluate("JSON.stringify(localStorage)"))
                .contains("seed")
                .doesNotContain("secret");
        page.reload();
        settings();
        assertThat(page.getByLabel("Seed")).hasValue("7");
        assertThat(page.getByLabel("System prompt")).hasValue("It is a secret.");

        button("Reset").click();

        assertThat(page.getByLabel("Seed")).hasValue("");
        assertThat(page.getByLabel("System prompt")).hasValue("");
        assertThat(button("Reset")).isDisabled();
        page.reload();
        settings();
        assertThat(page.getByLabel("Seed")).hasValue("");
    }

    @Test
    void aNumberOutOfRangeIsSaidAtItsField() {
        settings();
        page.getByLabel("Temperature").fill("3");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Expected a number from 0 to 2");
        assertThat(page.getByLabel("Temperature")).hasAttribute("aria-invalid", "true");
        ask("hello");
        assertThat(page.locator(".dock > .problem")).containsText("temperature 3.0 is out of range");
        assertThat(question()).hasValue("hello");
        console.takeComplaints();
    }

    @Test
    void anAgentIsChosenWithItsOwnToolsAndGoesOnWithItsConversation() {
        server.app().agents().put("napper", Json.parseObject("""
                {"name": "napper", "instructions": "You are tired.", "tools": ["nap"]}"""));
        server.app().agents().put("broken", Json.parseObject("""
                {"name": "broken", "tools": ["nothing"]}"""));
        page.reload();
        settings();
        page.getByLabel("Agent", new Page.GetByLabelOptions().setExact(true)).selectOption("napper");
        assertThat(page.getByLabel("shout")).hasCount(0);
        assertThat(page.getByLabel("nap").and(page.getByRole(AriaRole.CHECKBOX)))
                .isChecked();
        ask("hello there");
        assertThat(turn().locator(".facts")).isVisible();
        assertThat(lastRequest().messages().getFirst()).isEqualTo(Message.system("You are tired."));
        String conversation = page.url();

        page.getByText("New conversation").first().click();
        settings();
        page.getByLabel("Agent", new Page.GetByLabelOptions().setExact(true)).selectOption("broken");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("nothing");
        page.getByLabel("Agent", new Page.GetByLabelOptions().setExact(true)).selectOption("");
        page.navigate(conversation);

        assertThat(button("Settings")).containsText("napper");
        ask("and now");
        assertThat(page.locator(".turn").last().locator(".facts")).isVisible();
        assertThat(lastRequest().messages().getFirst()).isEqualTo(Message.system("You are tired."));
        assertThat(lastRequest().tools()).extracting(ToolSpec::name).containsExactly("nap");
        console.takeComplaints();
    }

    // ---- the question box ----

    @Test
    void aDraftOutlivesAReloadAndBelongsToItsConversation() {
        ask("hello there");
        assertThat(turn().locator(".facts")).isVisible();
        question().fill("half a quest");
        String conversation = page.url();
        page.getByText("New conversation").first().click();
        assertThat(question()).hasValue("");
        question().fill("something else");
        page.navigate(conversation);
        assertThat(question()).hasValue("half a quest");
        page.reload();
        assertThat(question()).hasValue("half a quest");
        question().press("Enter");
        assertThat(page.locator(".turn").last().locator(".facts")).isVisible();
        assertThat(question()).hasValue("");
    }

    @Test
    void enterThatEndsAnInputMethodsCompositionDoesNotSend() {
        question().fill("ni hao");
        question().dispatchEvent("keydown", Map.of("key", "Enter", "isComposing", true));
        question().dispatchEvent("keydown", Map.of("key", "Enter", "keyCode", 229));
        assertThat(page.locator(".turn")).hasCount(0);
        assertThat(question()).hasValue("ni hao");
        question().press("Shift+Enter");
        assertThat(question()).hasValue("ni hao\n");
        question().press("Enter");
        assertThat(page.locator(".turn")).hasCount(1);
    }

    @Test
    void whatCantBeShownIsSaid() {
        console.goTo("/session/ses_nothing");
        assertThat(page.getByText("This conversation can't be shown")).isVisible();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("there is no session \"ses_nothing\"");
        page.getByText("Begin a new conversation").click();
        ask("hello there");
        assertThat(turn().locator(".facts")).isVisible();
        console.takeComplaints();
    }

    @Test
    void theSettingsFitAPhoneInChinese() {
        server.app().agents().put("napper", Json.parseObject("{\"name\": \"napper\", \"tools\": [\"nap\"]}"));
        console.close();
        show(ConsolePage.open(server.address(), ConsolePage.phone().setLocale("zh-CN")));
        button("设置").click();
        assertThat(page.getByLabel("系统提示词")).isVisible();
        console.assertFits();
        console.assertAccessible();
        console.screenshot("settings-phone-zh");
        console.close();
        show(ConsolePage.open(server.address()));
        settings();
        console.assertAccessible();
        console.screenshot("settings");
    }

    private void ask(String text) {
        question().fill(text);
        question().press("Enter");
    }

    private Locator question() {
        return page.locator("#question");
    }

    private Locator turn() {
        return page.locator(".turn").first();
    }

    private void settings() {
        button("Settings").click();
    }

    private Locator button(String name) {
        // What is chosen stands in the button, too.
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name + "($|.*tool|.*工具)")));
    }

    private void awaitModel() {
        page.waitForCondition(() -> {
            synchronized (server.parts.model.requests) {
                return !server.parts.model.requests.isEmpty();
            }
        });
    }

    private ChatRequest lastRequest() {
        synchronized (server.parts.model.requests) {
            return server.parts.model.requests.getLast();
        }
    }

    private void assertStopped() {
        assertThat(page.locator(".ending[data-kind=stopped]")).isVisible();
        assertThat(button("Stop")).hasCount(0);
        ask("still there");
        assertThat(page.locator(".turn").last().locator(".markdown")).containsText("still there");
    }
}
