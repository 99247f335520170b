package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.alltools.agent.Message;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conversation has branches: other answers and other questions stand beside those that were, and none is lost. */
@Tag("browser")
class BranchConsoleTest {

    private EchoServer server;
    private ConsolePage console;
    private Page page;

    @BeforeEach
    void open(@TempDir Path folder) {
        server = new EchoServer(folder);
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
    void anotherAnswerStandsBesideTheFirstAndBothAreReached() {
        ask("seed");
        assertThat(answer(0)).containsText("seed");
        String first = answer(0).textContent();

        button(0, "Answer again").click();

        assertThat(turn(0)).containsText("2/2");
        assertThat(turn(0).locator(".facts")).isVisible();
        assertThat(answer(0)).not().hasText(first);
        button(0, "Previous version").click();
        assertThat(answer(0)).hasText(first);
        assertThat(turn(0)).containsText("1/2");
        assertThat(page.locator(".turn")).hasCount(1);
    }

    @Test
    void anEarlierQuestionIsWrittenAnewAndWhatFollowedItStaysOnItsBranch() {
        ask("one");
        assertThat(turn(0).locator(".facts")).isVisible();
        ask("two");
        assertThat(turn(1).locator(".facts")).isVisible();
        ask("three");
        assertThat(turn(2).locator(".facts")).isVisible();

        edit(1, "zwei");

        assertThat(page.locator(".turn")).hasCount(2);
        assertThat(answer(1)).hasText("zwei");
        assertThat(turn(1).locator(".facts")).isVisible();
        synchronized (server.parts.model.requests) {
            assertThat(server.parts.model.requests.getLast().messages())
                    .extracting(Message::text)
                    .containsExactly("one", "one", "zwei");
        }
        button(1, "Previous version").click();
        assertThat(page.locator(".turn")).hasCount(3);
        assertThat(answer(1)).hasText("two");
        assertThat(answer(2)).hasText("three");
    }

    @Test
    void anEarlierQuestionIsAnsweredAgainAndTheConversationGoesOnFromThere() {
        ask("seed");
        assertThat(turn(0).locator(".facts")).isVisible();
        ask("two");
        assertThat(turn(1).locator(".facts")).isVisible();

        button(0, "Answer again").click();
        assertThat(turn(0)).containsText("2/2");
        assertThat(page.locator(".turn")).hasCount(1);
        assertThat(turn(0).locator(".facts")).isVisible();
        ask("three");

        assertThat(answer(1)).hasText("three");
        button(0, "Previous version").click();
        assertThat(answer(1)).hasText("two");
        button(0, "Next version").click();
        assertThat(answer(1)).hasText("three");
    }

    @Test
    void theBranchThatIsLookedAtIsInTheAddressAndTheBackButtonLeadsToTheOneBefore() {
        ask("one");
        assertThat(turn(0).locator(".facts")).isVisible();
        edit(0, "uno");
        assertThat(answer(0)).hasText("uno");
        assertThat(turn(0).locator(".facts")).isVisible();
        button(0, "Previous version").click();
        assertThat(answer(0)).hasText("one");
        assertThat(page.url()).contains("#/run/");

        page.reload();
        assertThat(answer(0)).hasText("one");
        page.goBack();
        assertThat(page.url()).contains("#/session/");
        assertThat(answer(0)).hasText("uno");
        page.goForward();
        assertThat(answer(0)).hasText("one");
    }

    @Test
    void aRunOnAnotherBranchIsToldOfAndCanBeStopped() {
        ask("one");
        assertThat(turn(0).locator(".facts")).isVisible();
        String first = server.app().store().newest(1).getFirst().id();
        edit(0, "crawl 1000");
        assertThat(answer(0)).containsText("1 2 3");
        console.goTo("/run/" + first);

        assertThat(answer(0)).hasText("one");
        assertThat(page.getByText("Another branch of this conversation is being answered."))
                .isVisible();
        page.getByText("Show it").click();
        assertThat(answer(0)).containsText("1 2 3");
        page.keyboard().press("Escape");
        assertThat(page.locator(".ending[data-kind=stopped]")).isVisible();
    }

    @Test
    void aConversationOfManyTurnsIsOpenedAtItsEndOrAtOneOfItsRuns() {
        for (int i = 1; i <= 7; i++) {
            ask("number " + i);
            assertThat(page.locator(".turn").last().locator(".facts")).isVisible();
            assertThat(page.locator(".turn")).hasCount(i);
        }
        String conversation = page.url();
        console.goTo("/");
        page.navigate(conversation);
        assertThat(page.locator(".turn")).hasCount(7);
        assertThat(answer(6)).hasText("number 7");
        assertThat(answer(0)).hasText("number 1");
        ask("number 8");
        assertThat(answer(7)).hasText("number 8");
    }

    private void ask(String text) {
        page.locator("#question").fill(text);
        page.locator("#question").press("Enter");
    }

    private void edit(int turn, String text) {
        button(turn, "Edit question").click();
        page.getByLabel("Edited question").fill(text);
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Ask").setExact(true))
                .click();
    }

    private Locator turn(int index) {
        return page.locator(".turn").nth(index);
    }

    private Locator answer(int index) {
        return turn(index).locator(".markdown").last();
    }

    private Locator button(int turn, String name) {
        return turn(turn)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }
}
