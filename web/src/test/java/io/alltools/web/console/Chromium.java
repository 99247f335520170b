package io.alltools.web.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The system's Chromium, driven by Playwright without a browser of its own. All tests of a JVM share it, as they run
 * one after the other in one thread: each has a window (context) of its own, which is what keeps them apart, and
 * starting a browser for each class took longer than many a test. It ends with the JVM, whose end Playwright's driver
 * notices. Where it ended by itself before, the test that found out fails, and another one serves those that follow.
 */
final class Chromium {

    private static final double PATIENCE_MILLIS = 20_000;

    private static @Nullable Playwright playwright;
    private static @Nullable Browser started;

    private Chromium() {}

    /** Another window, which shares nothing with those before it. */
    static synchronized BrowserContext window(Browser.NewContextOptions options) {
        try {
            return browser().newContext(options);
        } catch (PlaywrightException e) {
            // That it is gone is noticed only when it is spoken to.
            if (runs()) {
                throw e;
            }
            return browser().newContext(options);
        }
    }

    /** Whether it still runs, as far as is known. */
    static synchronized boolean runs() {
        return started != null && started.isConnected();
    }

    private static Browser browser() {
        if (started == null || !started.isConnected()) {
            if (started != null) {
                System.err.println("Chromium ended by itself; another one is started");
            }
            started = start();
        }
        return started;
    }

    private static Browser start() {
        if (playwright == null) {
            // Other work on the machine must not let a test fail.
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
            playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        }
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program())
                        .setHeadless(true)
                        // Playwright itself adds --disable-dev-shm-usage: in a container that memory may be small.
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    private static Path program() {
        String named = System.getenv("ALLTOOLS_CHROMIUM");
        if (named != null) {
            return Path.of(named);
        }
        return Stream.of(
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome",
                        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                        "/Applications/Chromium.app/Contents/MacOS/Chromium")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no Chromium found: install one, name it in"
                        + " ALLTOOLS_CHROMIUM, or leave these tests out with -DexcludedGroups=browser"));
    }
}
