package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.alltools.agent.Message;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.web.OwnCacheServer;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conversation with glm-tiny is controlled; nothing here depends on which words it chooses. */
@Tag("browser")
class GlmTinyConsoleTest {

    private static final Pattern SOMETHING = Pattern.compile("\\S");

    private static OwnCacheServer server;

    private ConsolePage console;
    private Page page;
    private Talk talk;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = new OwnCacheServer(folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) { // it may have failed to start
            server.close();
        }
    }

    @BeforeEach
    void open() {
        console = ConsolePage.open(server.address());
        page = console.page();
        talk = new Talk(page);
    }

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void isStoppedWhileItWritesAndContinued() {
        talk.ask(Talk.ENDLESS);
        assertThat(talk.answer(0)).hasText(SOMETHING);
        talk.button("Stop").click();
        assertThat(talk.stopped(0)).isVisible();
        assertThat(talk.button("Stop")).hasCount(0);
        String written = talk.answer(0).textContent();
        assertThat(written).isNotBlank();

        talk.button(0, "Continue").click();
        talk.assertEnded(1);

        assertThat(talk.answer(0)).hasText(written);
        List<Message> messages = started().messages();
        assertThat(messages).hasSize(3);
        assertThat(messages.getFirst().text()).isEqualTo(Talk.ENDLESS);
        assertThat(messages.get(1).text()).isNotBlank();
        assertThat(messages.getLast().text()).isEqualTo("Continue.");
    }

    @Test
    void escapeStopsIt() {
        talk.ask(Talk.ENDLESS);
        assertThat(talk.button("Stop")).isVisible();
        page.keyboard().press("Escape");
        assertThat(talk.stopped(0)).isVisible();
        talk.askToTheEnd("Who are you?");
        assertThat(talk.answer(1)).hasText(SOMETHING);
    }

    @Test
    void answersAgainBesideItsFirstAnswer() {
        choose("Temperature", "1.5");
        talk.askToTheEnd("Who are you?");
        String first = talk.answer(0).textContent();
        String firstRun = server.app().store().newest(1).getFirst().id();

        talk.button(0, "Answer again").click();

        assertThat(talk.turn(0)).containsText("2/2");
        talk.assertEnded(0);
        assertThat(talk.answer(0)).hasText(SOMETHING);
        assertThat(server.app().store().newest(1).getFirst().id()).isNotEqualTo(firstRun);
        assertThat(started().messages()).extracting(Message::text).containsExactly("Who are you?");
        talk.button(0, "Previous version").click();
        assertThat(talk.turn(0)).containsText("1/2");
        assertThat(talk.answer(0)).hasText(first);
        assertThat(talk.turns()).hasCount(1);
    }

    @Test
    void anEarlierQuestionIsEditedAndWhatFollowedItStaysOnItsBranch() {
        talk.askToTheEnd("Who are you?");
        String who = talk.answer(0).textContent();
        talk.askToTheEnd("What is 6 * 7?");
        String product = talk.answer(1).textContent();
        talk.askToTheEnd("你好");

        talk.edit(1, "What is 8 * 9?");

        assertThat(talk.turns()).hasCount(2);
        talk.assertEnded(1);
        assertThat(started().messages())
                .extracting(Message::text)
                .hasSize(3)
                .startsWith("Who are you?")
                .endsWith("What is 8 * 9?");
        assertThat(talk.answer(0)).hasText(who);
        talk.button(1, "Previous version").click();
        assertThat(talk.turns()).hasCount(3);
        assertThat(talk.answer(1)).hasText(product);
        talk.button(1, "Next version").click();
        assertThat(talk.turns()).hasCount(2);
    }

    @Test
    void theSameSeedGivesTheSameAnswerAndAnotherOneAnother() {
        choose("Temperature", "1.5");
        choose("Seed", "7");
        talk.askToTheEnd("Tell me a story.");
        String seven = talk.answer(0).textContent();
        assertThat(started().sampling())
                .extracting(Sampling::temperature, Sampling::seed)
                .containsExactly(1.5, 7L);

        talk.edit(0, "Tell me a story.");
        assertThat(talk.turn(0)).containsText("2/2");
        talk.assertEnded(0);
        assertThat(started().sampling().seed()).isEqualTo(7);
        assertThat(talk.answer(0)).hasText(seven);

        choose("Seed", "8");
        talk.edit(0, "Tell me a story.");
        assertThat(talk.turn(0)).containsText("3/3");
        talk.assertEnded(0);
        assertThat(started().sampling().seed()).isEqualTo(8);
        assertThat(talk.answer(0)).not().hasText(seven);
    }

    @Test
    void aSystemPromptIsReadBeforeTheQuestion() {
        talk.askToTheEnd("Who are you?");
        int without = tokensRead();
        console.goTo("/");
        choose("System prompt", "You are a pirate.\nYou speak of nothing but ships.");
        talk.askToTheEnd("Who are you?");

        assertThat(started().messages())
                .containsExactly(
                        Message.system("You are a pirate.\nYou speak of nothing but ships."),
                        Message.user("Who are you?"));
        assertThat(tokensRead()).isGreaterThan(without);
        assertThat(talk.answer(0)).hasText(SOMETHING);
    }

    private void choose(String setting, String value) {
        talk.settings();
        page.getByLabel(setting).fill(value);
        talk.settings();
    }

    /** By the run that is newest, as the page tells. */
    private int tokensRead() {
        String told = talk.facts(0).getByText("tokens in").textContent();
        return Integer.parseInt(told.replaceFirst(" tokens in.*", "").replace(",", ""));
    }

    /** How the newest run began. */
    private static RunEvent.RunStarted started() {
        String run = server.app().store().newest(1).getFirst().id();
        return (RunEvent.RunStarted)
                server.app().store().entries(run, 0).getFirst().event();
    }
}
