package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever breaks between the page and the server: nothing is lost, nothing is there twice, and the page says so. */
@Tag("browser")
class ReconnectConsoleTest {

    private static final String LOST = "The connection was lost; it is being taken up again…";
    private static final String BACK = "The connection is back; nothing was lost.";
    private static final double PATIENCE_MILLIS = 120_000;

    @Test
    void aNetworkThatGoesAwayInTheMiddleOfAnAnswerLosesNothing(@TempDir Path folder) {
        try (EchoServer server = new EchoServer(folder);
                ConsolePage console = ConsolePage.open(server.address())) {
            Page page = console.page();
            ask(page, "crawl 200");
            assertThat(answer(page)).containsText("1 2 3");

            console.context().setOffline(true);
            assertThat(page.getByText(LOST)).isVisible();
            console.context().setOffline(false);

            assertThat(page.getByText(BACK)).isVisible();
            assertThat(page.locator(".facts")).isVisible(patiently());
            assertThat(answer(page)).hasText(counted(200));
            assertThat(page.getByText(BACK)).hasCount(0);
            console.takeComplaints();
        }
    }

    @Test
    void aServerThatStartsAgainInTheMiddleOfAnAnswerGoesOnWithIt(@TempDir Path folder) {
        try (EchoServer server = new EchoServer(folder);
                ConsolePage console = ConsolePage.open(server.address())) {
            Page page = console.page();
            ask(page, "hello there");
            assertThat(page.locator(".facts")).isVisible();
            ask(page, "crawl 800");
            assertThat(answer(page)).containsText("1 2 3");

            server.stop();
            assertThat(page.getByText(LOST)).isVisible();
            server.startAgain();

            assertThat(page.getByText(LOST))
                    .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MILLIS));
            assertThat(page.locator(".turn").last().locator(".facts")).isVisible(patiently());
            assertThat(answer(page)).hasText(counted(800));
            ask(page, "once more");
            assertThat(answer(page)).hasText("once more");
            assertThat(page.locator(".turn")).hasCount(3);
            console.takeComplaints();
        }
    }

    @Test
    void aServerThatIsBusyWithItselfIsAskedAgain(@TempDir Path folder) {
        try (EchoServer server = new EchoServer(folder);
                ConsolePage console = ConsolePage.open(server.address())) {
            Page page = console.page();
            int[] refused = {0};
            page.route("**/events**", route -> {
                if (refused[0]++ < 3) {
                    route.fulfill(new Route.FulfillOptions().setStatus(503));
                } else {
                    route.resume();
                }
            });
            ask(page, "hello there");
            assertThat(answer(page)).hasText("hello there");
            assertThat(refused[0]).isGreaterThanOrEqualTo(4);
            console.takeComplaints();
        }
    }

    @Test
    void aPageThatIsLoadedAgainInTheMiddleOfAnAnswerGoesOnWithIt(@TempDir Path folder) {
        try (EchoServer server = new EchoServer(folder);
                ConsolePage console = ConsolePage.open(server.address())) {
            Page page = console.page();
            ask(page, "hello there");
            assertThat(page.locator(".facts")).isVisible();
            ask(page, "crawl 200");
            assertThat(answer(page)).containsText("1 2 3");

            page.reload();

            assertThat(page.locator(".turn")).hasCount(2);
            assertThat(page.locator(".turn").last().locator(".facts")).isVisible(patiently());
            assertThat(answer(page)).hasText(counted(200));
        }
    }

    @Test
    void twoPagesOfOneConversationShowTheSame(@TempDir Path folder) {
        try (EchoServer server = new EchoServer(folder);
                ConsolePage console = ConsolePage.open(server.address())) {
            Page page = console.page();
            ask(page, "hello there");
            assertThat(page.locator(".facts")).isVisible();
            try (Page other = console.context().newPage()) {
                other.navigate(page.url());
                assertThat(answer(other)).hasText("hello there");
                ask(page, "crawl 200");
                assertThat(answer(page)).containsText("1 2 3");

                ask(other, "me too");

                assertThat(other.locator(".dock > .problem").first()).containsText("is busy with run");
                assertThat(other.getByText("Show it")).isVisible();
                other.getByText("Show it").click();
                assertThat(answer(other)).containsText("1 2 3");
                assertThat(other.locator("#question")).hasValue("me too");
                assertThat(other.locator(".turn").last().locator(".facts")).isVisible(patiently());
                assertThat(answer(other)).hasText(counted(200));
            }
            console.takeComplaints();
        }
    }

    @Test
    void theApplicationIsEndedAndStartedAgainBetweenTwoQuestions(@TempDir Path data) throws Exception {
        try (Application application = Application.start(data);
                ConsolePage console = ConsolePage.open(application.address())) {
            Page page = console.page();
            ask(page, "What is 48213 * 77?");
            assertThat(answer(page)).containsText("3712401", containingPatiently());
            assertThat(page.locator(".facts")).isVisible(patiently());
            page.locator("#question").fill("Sort these numbers: 5, 3, 99, 1");
            application.close();
            page.locator("#question").press("Enter");
            assertThat(page.locator(".dock > .problem")).containsText("The server does not answer");
            assertThat(page.locator("#question")).hasValue("Sort these numbers: 5, 3, 99, 1");

            try (Application again = application.startAgain()) {
                page.locator("#question").press("Enter");
                assertThat(page.locator(".turn")).hasCount(2);
                assertThat(page.locator(".turn").last().locator(".facts")).isVisible(patiently());
                assertThat(page.locator(".dock > .problem")).hasCount(0);
                page.reload();
                assertThat(page.locator(".turn")).hasCount(2);
                assertThat(page.locator(".turn").first()).containsText("3712401");
            }
            console.takeComplaints();
        }
    }

    private static void ask(Page page, String text) {
        page.locator("#question").fill(text);
        page.locator("#question").press("Enter");
    }

    private static Locator answer(Page page) {
        return page.locator(".turn").last().locator(".markdown").last();
    }

    private static String counted(int to) {
        return IntStream.rangeClosed(1, to).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }

    private static LocatorAssertions.IsVisibleOptions patiently() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS);
    }

    private static LocatorAssertions.ContainsTextOptions containingPatiently() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS);
    }
}
