package io.alltools.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The console in a browser window of its own. Closing it fails where the page complained: an error in the browser's
 * console, such as something that the content security policy kept from being loaded, or the end of the page or
 * browser.
 */
final class ConsolePage implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private final BrowserContext context;
    private final Page page;
    private final String address;
    private final List<String> complaints = new ArrayList<>();

    private ConsolePage(String address, Browser.NewContextOptions options, @Nullable Consumer<Route> answers) {
        context = Chromium.window(options);
        page = context.newPage();
        if (answers != null) {
            page.route("**/*", answers);
        }
        this.address = address;
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onCrash(crashed -> complaints.add("the page crashed"));
        page.navigate(address);
    }

    /** @param address of the server, with the slash at its end */
    static ConsolePage open(String address) {
        return open(address, desktop());
    }

    static ConsolePage open(String address, Browser.NewContextOptions options) {
        return new ConsolePage(address, options, null);
    }

    /** @param answers all that the page asks for, in place of a server */
    static ConsolePage open(String address, Browser.NewContextOptions options, Consumer<Route> answers) {
        return new ConsolePage(address, options, answers);
    }

    static ConsolePage open(RecordedConsole recorded, Browser.NewContextOptions options) {
        return open(RecordedConsole.ADDRESS, options, recorded::answer);
    }

    static Browser.NewContextOptions desktop() {
        return new Browser.NewContextOptions()
                .setViewportSize(1200, 760)
                .setAcceptDownloads(true)
                .setLocale("en-US");
    }

    static Browser.NewContextOptions dark() {
        return desktop().setColorScheme(ColorScheme.DARK);
    }

    static Browser.NewContextOptions chinese() {
        return desktop().setLocale("zh-CN");
    }

    static Browser.NewContextOptions phone() {
        return new Browser.NewContextOptions()
                .setViewportSize(380, 780)
                .setDeviceScaleFactor(2)
                .setIsMobile(true)
                .setHasTouch(true)
                .setLocale("en-US");
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** Goes to a page by what follows the {@code #} of its address, such as {@code /tools}. */
    void goTo(String hash) {
        page.navigate(address + "#" + hash);
    }

    /** @param name of the picture in {@code target/screenshots} */
    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** What is shown now has no issue that axe-core takes for serious. */
    void assertAccessible() {
        // What fades in is judged when it is there.
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        List<String> found = new ArrayList<>();
        for (Rule rule : new AxeBuilder(page).analyze().getViolations()) {
            if (GRAVE.contains(rule.getImpact())) {
                rule.getNodes()
                        .forEach(node -> found.add(rule.getId() + ": " + rule.getHelp() + ": " + node.getHtml()));
            }
        }
        assertThat(found).as("what axe-core finds serious at " + page.url()).isEmpty();
    }

    /** The page does not scroll sideways. */
    void assertFits() {
        assertThat((int) page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("pixels that are wider than the window")
                .isLessThanOrEqualTo(0);
    }

    /** What the browser complained of so far, which is forgotten with that: for tests that provoke it. */
    List<String> takeComplaints() {
        List<String> taken = List.copyOf(complaints);
        complaints.clear();
        return taken;
    }

    @Override
    public void close() {
        try (context) {
            // What the test itself answers must be answered before: to answer within the closing is too late, and an
            // error.
            page.navigate("about:blank");
        } catch (PlaywrightException e) {
            complaints.add("it can't be closed: " + e.getMessage());
        }
        if (!Chromium.runs()) {
            complaints.add("Chromium ended by itself");
        }
        assertThat(complaints).as("errors in the browser's console").isEmpty();
    }
}
