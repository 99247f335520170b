package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.PlaywrightException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests fail for what the page did, not for how its window went away; and a browser that crashed fails one test only.
 */
@Tag("browser")
class ConsolePageTest {

    private final RecordedConsole recorded =
            new RecordedConsole(true).run("r1", "Hello", new RecordedRun("Hello").answers("Hello to you."));

    @Test
    void aPageThatStillAsksWhileItIsClosedHasNothingToComplainOf() {
        for (int i = 0; i < 3; i++) {
            ConsolePage console = ConsolePage.open(recorded, ConsolePage.desktop());
            assertThat(console.page().locator("#question")).isVisible();
            console.page().evaluate("setInterval(() => fetch('/api/runs').catch(() => {}), 0)");
            console.close();
        }
    }

    @Test
    void whatThePageComplainsOfFailsTheTest() {
        ConsolePage console = ConsolePage.open(recorded, ConsolePage.desktop());
        console.page().evaluate("console.error('it hurts')");
        assertThatThrownBy(console::close).isInstanceOf(AssertionError.class).hasMessageContaining("it hurts");
    }

    @Test
    void aPageThatCrashesIsSaid() {
        ConsolePage console = ConsolePage.open(recorded, ConsolePage.desktop());
        assertThatThrownBy(() -> console.page().navigate("chrome://crash")).isInstanceOf(PlaywrightException.class);
        assertThatThrownBy(console::close).isInstanceOf(AssertionError.class).hasMessageContaining("the page crashed");
        opens();
    }

    @Test
    void aBrowserThatCrashesIsSaidAndAnotherOneOpensTheNextWindow() {
        ConsolePage console = ConsolePage.open(recorded, ConsolePage.desktop());
        crash(console);
        assertThatThrownBy(console::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Chromium ended by itself");
        opens();
    }

    @Test
    void aBrowserThatCrashedBetweenTestsIsReplaced() {
        ConsolePage console = ConsolePage.open(recorded, ConsolePage.desktop());
        crash(console);
        opens();
    }

    /** Not by a page of it. */
    private static void crash(ConsolePage console) {
        assertThatThrownBy(
                        () -> console.context().browser().newBrowserCDPSession().send("Browser.crash"))
                .isInstanceOf(PlaywrightException.class);
    }

    private void opens() {
        try (ConsolePage console = ConsolePage.open(recorded, ConsolePage.desktop())) {
            assertThat(console.page().locator("#question")).isVisible();
        }
    }
}
