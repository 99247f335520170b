package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** A session of 5,000 messages: it opens at its end, stays small in the page, and is scrolled through. */
@Tag("browser")
class LongConversationTest {

    private static final int TURNS = 2500;
    private static final int MOST_NODES = 5000;
    /** Far more than a frame: the machine that runs the tests has other work. */
    private static final Duration LONGEST_FRAME = Duration.ofSeconds(2);

    private static final double PATIENCE_MILLIS = 60_000;

    private static final RecordedConsole recorded = new RecordedConsole(true);

    private ConsolePage console;
    private Page page;

    @BeforeAll
    static void record() {
        for (int i = 0; i < TURNS; i++) {
            String question = "Question " + i;
            RecordedRun run = new RecordedRun(question);
            if (i == 3) {
                run.calls(
                        "simple_browser",
                        "mclick([0])",
                        new Passage("quote_result [7†source]", Part.text("TITLE: Old\n\nAn old passage.")));
            }
            recorded.run(
                    "r" + i,
                    question,
                    run.answers("Answer **" + i + "**.\n\n" + "Some more of it. ".repeat(i % 40)
                            + (i % 10 == 0 ? "\n\n```python\nprint(" + i + ")\n```" : "")
                            + (i == 41 ? " Said 【7†source】." : "")));
        }
    }

    @BeforeEach
    void openTheSession(TestReporter reporter) {
        long begun = System.nanoTime();
        console = ConsolePage.open(recorded, ConsolePage.desktop());
        page = console.page();
        console.goTo("/session/s1");
        assertThat(page.getByText("Answer 2499.")).isVisible(patiently());
        reporter.publishEntry("milliseconds to the end", Long.toString((System.nanoTime() - begun) / 1_000_000));
    }

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void onlyTheTurnsInViewAreThereAndAllAreCounted() {
        Locator last = page.locator(".turn").last();
        assertThat(last).hasAttribute("aria-posinset", "2500");
        assertThat(last).hasAttribute("aria-setsize", "2500");
        assertThat(nodes()).isLessThan(MOST_NODES);
        assertThat(page.locator(".turn").count()).isLessThan(40);
    }

    @Test
    void scrollingThroughItKeepsItSmallAndShowsWhatIsThere(TestReporter reporter) {
        page.evaluate("document.querySelector('.scroller').scrollTop = 0");
        assertThat(page.getByText("Answer 0.")).isVisible(patiently());
        page.evaluate("""
                () => {
                  window.frames_ = [];
                  let before = performance.now();
                  const tick = () => { const now = performance.now(); window.frames_.push(now - before); before = now; requestAnimationFrame(tick); };
                  requestAnimationFrame(tick);
                }""");
        page.mouse().move(700, 400);
        int most = 0;
        for (int i = 0; i < 60; i++) {
            page.mouse().wheel(0, 900);
            page.waitForTimeout(50);
            most = Math.max(most, nodes());
        }
        // The rest in strides: the wheel alone would take minutes.
        for (int i = 1; i <= 40; i++) {
            page.evaluate(
                    "part => { const s = document.querySelector('.scroller'); s.scrollTop = Math.max(s.scrollTop, s.scrollHeight * part); }",
                    i / 40.0);
            page.waitForTimeout(50);
            most = Math.max(most, nodes());
        }
        assertThat(page.getByText("Answer 2499.")).isVisible(patiently());
        Map<?, ?> frames = (Map<?, ?>) page.evaluate("""
                () => {
                  const all = window.frames_.sort((a, b) => a - b);
                  const at = (share) => all[Math.min(all.length - 1, Math.floor(all.length * share))];
                  return { count: all.length, median: at(0.5), p95: at(0.95), longest: all.at(-1) };
                }""");
        reporter.publishEntry("frames in milliseconds, most nodes", frames + ", " + most);
        assertThat(most).isLessThan(MOST_NODES);
        assertThat(((Number) frames.get("longest")).doubleValue()).isLessThan(LONGEST_FRAME.toMillis());
    }

    @Test
    void anAddressLeadsToItsTurnAndACitationToOneThatIsFarAway() {
        console.goTo("/run/r41");
        Locator cites = page.locator("[data-cite='7']");
        assertThat(cites).isVisible(patiently());
        assertThat(page.locator(".turn[data-index='41']")).isInViewport();

        cites.click();

        Locator passage = page.locator("[data-source='7']");
        assertThat(passage).isFocused(new LocatorAssertions.IsFocusedOptions().setTimeout(PATIENCE_MILLIS));
        assertThat(passage).containsText("An old passage.");
        assertThat(page.locator(".turn[data-index='3']")).isInViewport();
    }

    @Test
    void pageKeysGoFromTurnToTurn() {
        page.locator(".turn").last().focus();
        assertReached(2499);
        page.keyboard().press("PageUp");
        assertReached(2498);
        page.keyboard().press("PageUp");
        assertReached(2497);
        page.keyboard().press("PageDown");
        assertReached(2498);
    }

    /** A turn is left only where all of it is in view, which it comes to be some frames after it has the focus. */
    private void assertReached(int index) {
        assertThat(page.locator(".turn[data-index='" + index + "']")).isFocused();
        page.waitForFunction("""
                () => {
                  const window = document.querySelector('.scroller').getBoundingClientRect();
                  const turn = document.activeElement.getBoundingClientRect();
                  // As many pixels as the page allows, since scrolling is to whole ones.
                  return turn.top >= window.top - 4 && turn.bottom <= window.bottom + 4;
                }""");
    }

    @Test
    void aLittleWayBackIsEnoughToReadInPeace() {
        page.mouse().move(700, 400);
        for (int i = 0; i < 5; i++) {
            page.mouse().wheel(0, -30);
            page.waitForTimeout(100);
        }
        page.waitForTimeout(500);
        assertThat((int) page.evaluate("""
                () => { const s = document.querySelector('.scroller'); return Math.round(s.scrollHeight - s.scrollTop - s.clientHeight); }""")).isGreaterThanOrEqualTo(140);
        page.getByLabel("Go to the newest text").click();
        assertThat(page.getByText("Answer 2499.")).isInViewport();
    }

    private int nodes() {
        return (int) page.evaluate("document.querySelectorAll('*').length");
    }

    private static LocatorAssertions.IsVisibleOptions patiently() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS);
    }
}
