package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The conversation on a page: what a person does there, and where the answers are. */
record Talk(Page page) {

    /** A model may have to be loaded first, and other work goes on beside it. */
    static final double PATIENCE_MILLIS = 120_000;

    /** glm-tiny loses itself in so many numbers: without a tool it writes them until its context is full. */
    static final String ENDLESS = "Sort these numbers: "
            + IntStream.range(0, 250).mapToObj(i -> "" + i * 37 % 1000).collect(Collectors.joining(", "));

    void ask(String text) {
        question().fill(text);
        question().press("Enter");
    }

    /** Asks and waits for the end of the answer. */
    void askToTheEnd(String text) {
        int before = turns().count();
        ask(text);
        assertThat(turns()).hasCount(before + 1);
        assertEnded(before);
    }

    /** The box that a question is written in. */
    Locator question() {
        return page.locator("#question");
    }

    Locator turns() {
        return page.locator(".turn");
    }

    Locator turn(int index) {
        return turns().nth(index);
    }

    /** What the turn's last step says. */
    Locator answer(int index) {
        return turn(index).locator(".markdown").last();
    }

    /** A run that is over has them. */
    Locator facts(int index) {
        return turn(index).locator(".facts");
    }

    void assertEnded(int index) {
        assertThat(facts(index)).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
    }

    Locator stopped(int index) {
        return turn(index).locator(".ending[data-kind=stopped]");
    }

    Locator button(String name) {
        return Workshop.button(page, name);
    }

    Locator button(int turn, String name) {
        return turn(turn)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Asks an earlier question in other words. */
    void edit(int turn, String text) {
        button(turn, "Edit question").click();
        page.getByLabel("Edited question").fill(text);
        button("Ask").click();
    }

    /** Opens the settings, or closes them. What is chosen stands in the button, too. */
    void settings() {
        page.locator("button[aria-controls=settings]").click();
    }
}
