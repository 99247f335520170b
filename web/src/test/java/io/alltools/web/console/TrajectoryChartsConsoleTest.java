package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.alltools.agent.Json;
import io.alltools.web.OwnCacheServer;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What a set of runs is like, drawn and said. */
@Tag("browser")
class TrajectoryChartsConsoleTest {

    /** Labels that are not wholly within their drawing, or that cover another; lines of one text may touch. */
    private static final String MISPLACED = """
            () => [...document.querySelectorAll(".chart svg")].flatMap((svg) => {
              const room = svg.getBoundingClientRect();
              const labels = [...svg.querySelectorAll("text")].map((text) => ({ text, box: text.getBoundingClientRect() }));
              const outside = ({ box }) => box.left < room.left - .5 || box.right > room.right + .5
                || box.top < room.top - .5 || box.bottom > room.bottom + .5;
              const covers = (a, b) => a !== b && a.box.left < b.box.right && b.box.left < a.box.right
                && a.box.top < b.box.bottom - 2 && b.box.top < a.box.bottom - 2;
              return labels.filter((label) => outside(label) || labels.some((other) => covers(label, other)))
                .map(({ text }) => `${svg.getAttribute("aria-label")}: ${text.firstChild.textContent}`);
            })""";

    @Test
    void theDataSetIsDrawnAndSaidInWordsAndTables() {
        AnsweredQuestions runs = AnsweredQuestions.shared();
        try (ConsolePage console = AnsweredQuestions.open(ConsolePage.desktop(), "/trajectories")) {
            Page page = console.page();
            page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Charts"))
                    .click();
            for (String chart :
                    List.of("How runs ended", "Success by task", "Tools", "Steps of a run", "Tokens of a run")) {
                assertThat(page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName(chart + ":")))
                        .isVisible();
            }
            Locator tools = page.locator("figure", new Page.LocatorOptions().setHasText("Tools"))
                    .filter(new Locator.FilterOptions().setHasText("python"))
                    .last();
            tools.getByText("As a table").click();
            assertThat(tools.getByRole(AriaRole.TABLE)).containsText("python");
            page.locator("figure a", new Page.LocatorOptions().setHasText("python"))
                    .click();
            page.waitForURL(Pattern.compile(".*tool=python.*"));
            assertThat(AnsweredQuestions.row(page, runs.product)).isVisible();
        }
    }

    @Test
    void noLabelLeavesItsDrawingOrStandsOnAnother(@TempDir Path folder) {
        try (OwnCacheServer server = new OwnCacheServer(folder)) {
            Api api = new Api(server.address());
            try (ConsolePage console = ConsolePage.open(server.address())) {
                console.goTo("/trajectories");
                assertThat(console.page().getByText("No runs yet")).isVisible();
                assertThat(Workshop.link(console.page(), "Ask a question")).isVisible();
                console.goTo("/trajectories?view=charts");
                assertThat(console.page().getByText("Nothing to count.").first())
                        .isVisible();
            }
            rate(api, Json.object().put("reward", 1));
            rate(api, Json.object().put("reward", 0).put("task", "W".repeat(60)));
            rate(api, Json.object().put("reward", 0.5).put("task", "一个很长的任务名称".repeat(5)));
            api.run(Json.object().put("input", Talk.ENDLESS).put("temperature", 0));
            for (Browser.NewContextOptions guise : List.of(
                    ConsolePage.desktop(),
                    ConsolePage.chinese(),
                    ConsolePage.phone(),
                    ConsolePage.phone().setLocale("zh-CN"))) {
                try (ConsolePage console = ConsolePage.open(server.address(), guise)) {
                    console.goTo("/trajectories?view=charts");
                    assertThat(console.page().locator(".chart svg")).hasCount(5);
                    assertThat((List<?>) console.page().evaluate(MISPLACED))
                            .as("labels in " + guise.locale + " at " + guise.viewportSize.get().width)
                            .isEmpty();
                    // A name may be cut short; a value that is says nothing.
                    assertThat(console.page().locator(".chart-value", new Page.LocatorOptions().setHasText("…")))
                            .hasCount(0);
                    assertThat(console.page().locator(".chart-value", new Page.LocatorOptions().setHasText("2")))
                            .not()
                            .hasCount(0);
                }
            }
        }
    }

    private static void rate(Api api, ObjectNode rating) {
        api.put("api/trajectories/" + api.run(Json.object().put("input", "Who are you?")) + "/rating", rating);
    }
}
