package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.Source;
import io.alltools.agent.ToolResult;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a conversation looks: recorded runs in a real browser, under the application's content security policy. */
@Tag("browser")
class ConversationConsoleTest {

    private static final String ANSWER = """
            ## The result

            Euler knew that $e^{i\\pi} + 1 = 0$ and \\(a^2 + b^2 = c^2\\). It costs $5 and $6, or 7$ in all.

            $$\\int_0^1 x^2 \\, dx = \\frac{1}{3}$$

            \\[
            \\sum_{k=1}^{n} k

            = \\frac{n(n+1)}{2}
            \\]

            ```python
            def area(radius):
                return 3.14159 * radius ** 2  # square units
            ```

            | City | Inhabitants |
            |------|------------:|
            | Berlin | 3,700,000 |

            A formula that is none: $\\frac{1}{2$. Quoted 【7†source】.
            """;

    private static final String TRACEBACK = """
            before
            Traceback (most recent call last):
              File "<cell 2>", line 9, in <module>
                outer()
              File "<cell 2>", line 7, in outer
                middle()
              File "<cell 2>", line 5, in middle
                inner()
              File "<cell 2>", line 2, in inner
                return missing
            NameError: name 'missing' is not defined""";

    private static final String HITS = """
            TITLE: largest cities

             # 【0†Berlin - the capital†example.org】
            Berlin has 3.7 million inhabitants.
             # 【1†Hamburg†example.com】
            Hamburg has a harbour.
            Visible: 0% - 100%""";

    private static final String PAGE = "TITLE: Berlin - the capital\nDATE: 2026-03-14\n\n"
            + "Berlin has 3.7 million inhabitants. See 【2†its history†example.org】.\n\nVisible: 0% - 23%";

    private ConsolePage console;
    private Page page;

    @AfterEach
    void closeThePageThatHadNothingToComplainOf() {
        console.close();
    }

    @Test
    void codeIsInColoursFormulasAreSetAndPricesStay() {
        open(ConsolePage.desktop());

        Locator answer = page.locator(".turn").last().locator(".markdown").last();
        assertThat(answer.locator(".code-block .hljs-keyword").first()).hasText("def");
        assertThat(answer.locator(".code-block pre"))
                .hasText("def area(radius):\n    return 3.14159 * radius ** 2  # square units");
        assertThat(answer.locator(".code-head span")).hasText("python");
        assertThat(answer.locator(".formula .katex")).hasCount(4);
        assertThat(answer.locator(".formula.display")).hasCount(2);
        assertThat(answer.getByText("It costs $5 and $6, or 7$ in all.")).isVisible();
        assertThat(answer.locator("code[data-math]")).hasText("\\frac{1}{2");
        assertThat(answer.locator(".table-scroll table")).isVisible();
        assertThat(answer.locator(".table-scroll td").last()).hasCSS("text-align", "right");
    }

    @Test
    void aBlockOfCodeIsCopiedAsItIs() {
        open(ConsolePage.desktop());
        console.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));

        page.locator(".code-block").getByRole(AriaRole.BUTTON).click();

        assertThat(page.locator(".code-block").getByRole(AriaRole.BUTTON)).hasText("Copied");
        assertThat(page.evaluate("navigator.clipboard.readText()"))
                .isEqualTo("def area(radius):\n    return 3.14159 * radius ** 2  # square units");
    }

    @Test
    void aPythonCellShowsItsErrorItsChartAndItsFiles() {
        open(ConsolePage.desktop());

        Locator cells = page.locator(".call[data-tool=python]");
        Locator chart = cells.first();
        assertThat(chart.locator(".label").first()).containsText("In [1]");
        assertThat(chart.locator("img.picture")).hasJSProperty("naturalWidth", 320);
        Locator file = chart.locator(".made").first();
        assertThat(file).hasText("my chart.png");
        assertThat(file).hasAttribute("href", "/api/sessions/s1/files/my%20chart.png");
        assertThat(file).hasAttribute("download", "my chart.png");
        assertThat(chart.locator(".files small").first()).hasText("image/png, 1,024 bytes");
        assertThat(chart.locator(".output pre")).hasText("drawn");

        Locator failed = cells.nth(1);
        assertThat(failed.locator(".label").first()).containsText("In [2]");
        assertThat(failed.locator(".traceback-error strong")).hasText("NameError");
        assertThat(failed.locator(".traceback-error")).hasText("NameError: name 'missing' is not defined");
        assertThat(failed.locator(".traceback pre")).isHidden();
        failed.getByText("4 calls led to the error").click();
        assertThat(failed.locator(".traceback pre")).containsText("in middle");
        assertThat(failed.locator(".output > pre")).hasText("before");
    }

    @Test
    void aLongOutputIsFoldedUntilAllIsWanted() {
        open(ConsolePage.desktop());

        Locator output = page.locator(".call[data-tool=python]").nth(2).locator(".output");
        assertThat(output.locator("pre")).not().containsText("line 499");
        output.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Show all"))
                .click();
        assertThat(output.locator("pre")).containsText("line 499");
        output.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Show less"))
                .click();
        assertThat(output.locator("pre")).not().containsText("line 499");
    }

    @Test
    void aSearchIsAListAndAPageShowsWhatWasRead() {
        open(ConsolePage.desktop());

        Locator search = page.locator(".call[data-tool=simple_browser]").first();
        assertThat(search.locator(".call-brief")).hasText("largest cities");
        assertThat(search.locator(".hits li")).hasCount(2);
        Locator hit = search.locator(".hits a").first();
        assertThat(hit).hasText("Berlin - the capital");
        assertThat(hit).hasAttribute("href", "https://example.org/berlin");
        assertThat(hit).hasAttribute("rel", "noopener noreferrer");
        assertThat(search.locator(".hits p").first()).hasText("Berlin has 3.7 million inhabitants.");

        Locator opened = page.locator("[data-source='7']");
        assertThat(opened.locator(".page-title a")).hasText("Berlin - the capital");
        assertThat(opened.locator("pre")).containsText("See its history2.");
        assertThat(opened.locator(".page-part")).hasText("Visible: 0% - 23% of the page");
    }

    @Test
    void aCitationLeadsToThePassageInAnEarlierTurn() {
        open(ConsolePage.desktop());
        Locator passage = page.locator("[data-source='7']");
        page.evaluate("for (const call of document.querySelectorAll('.call')) { call.open = false; }");
        assertThat(passage).isHidden();

        page.locator(".turn").last().locator("[data-cite='7']").click();

        assertThat(passage).isFocused();
        assertThat(passage).isInViewport();
    }

    @Test
    void argumentsAndResultsOfAFunctionCanBeFolded() {
        open(ConsolePage.desktop());

        Locator call = page.locator(".call[data-tool=weather]");
        assertThat(call.locator(".given .json")).containsText("Berlin");
        Locator result = call.locator(".output .json");
        assertThat(result.getByText("sunny")).isVisible();
        assertThat(result.getByText("\"deep\"")).isHidden();
        result.locator("summary").last().click();
        assertThat(result.getByText("\"deep\"")).isVisible();
        result.locator("summary").first().click();
        assertThat(result.getByText("sunny")).isHidden();
    }

    @Test
    void anImageIsEnlargedOverThePage() {
        open(ConsolePage.desktop());

        Locator call = page.locator(".call[data-tool=cogview]");
        assertThat(call.locator(".prompt")).hasText("a blue square");
        call.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Enlarge c7.png"))
                .click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog.locator("img")).hasJSProperty("naturalWidth", 320);
        assertThat(dialog).containsText("a blue square");
        page.keyboard().press("Escape");
        assertThat(dialog).hasCount(0);
    }

    @Test
    void thoughtsAreFoldedAndFiguresAreTold() {
        open(ConsolePage.desktop());

        Locator turn = page.locator(".turn").first();
        Locator thoughts = turn.locator(".reasoning");
        assertThat(thoughts.locator("summary")).hasText("Thought for 1.0 s");
        assertThat(thoughts.locator("div")).isHidden();
        thoughts.locator("summary").click();
        assertThat(thoughts.locator("div")).hasText("First I draw, then I look.");

        Locator facts = turn.locator(".facts");
        assertThat(facts).containsText("8 steps");
        assertThat(facts).containsText("800 tokens in, 320 reused");
        assertThat(facts).containsText("80 out");
        assertThat(facts).containsText("glm-tiny");
        facts.locator(".budget summary").click();
        assertThat(facts.locator(".budget")).containsText("8 of 12");
        assertThat(facts.locator(".budget")).containsText("7 of 24");
        assertThat(facts.locator(".budget")).containsText("880 of 200,000");
        assertThat(facts.getByRole(AriaRole.PROGRESSBAR)).hasCount(4);
    }

    @Test
    void textThatIsStillWrittenKeepsWhatStandsAndNeverBreaks() {
        open(ConsolePage.desktop());

        Object problems = page.evaluate("""
                async (source) => {
                  const { Markdown } = await import("/console/markdown.js");
                  const { html, render } = await import("/console/vendor.js");
                  const place = document.body.appendChild(document.createElement("div"));
                  const problems = [];
                  const show = (text, live) => render(html`<${Markdown} source=${text} live=${live} />`, place);
                  let heading = null, pre = null;
                  for (let end = 1; end <= source.length; end++) {
                    show(source.slice(0, end), true);
                    const nowHeading = place.querySelector("h2"), nowPre = place.querySelector("pre[aria-label='Code: python']");
                    if (end > source.indexOf("Euler") + 5 && heading && nowHeading !== heading) { problems.push("heading anew at " + end); }
                    if (pre && nowPre !== pre && nowPre?.textContent.length > 30 && end < source.indexOf("| City")) { problems.push("code anew at " + end); }
                    if (place.querySelector(".katex-error")) { problems.push("error at " + end); }
                    heading = nowHeading; pre = nowPre;
                  }
                  show(source, false);
                  const grown = place.firstElementChild.innerHTML;
                  const fresh = document.body.appendChild(document.createElement("div"));
                  render(html`<${Markdown} source=${source} />`, fresh);
                  if (fresh.firstElementChild.innerHTML !== grown) { problems.push("differs: " + grown); }
                  place.remove(); fresh.remove();
                  return problems;
                }""", ANSWER);

        assertThat((List<?>) problems).isEmpty();
    }

    @Test
    void isAccessibleInLightAndDarkAndFitsAPhone() {
        open(ConsolePage.desktop());
        console.assertAccessible();
        shot("conversation");
        console.close();
        open(ConsolePage.dark());
        console.assertAccessible();
        shot("conversation-dark");
        console.close();
        open(ConsolePage.chinese());
        assertThat(page.getByText("思考了")).isVisible();
        shot("conversation-chinese");
        console.close();
        open(ConsolePage.phone());
        console.assertFits();
        shot("conversation-phone");
    }

    private void open(Browser.NewContextOptions options) {
        RecordedConsole recorded = new RecordedConsole(true)
                .file("my chart.png", picture())
                .file("images/c7.png", picture())
                .run("r1", "Draw, look and search", first())
                .run("r2", "And what did you find?", new RecordedRun("And what did you find?").answers(ANSWER));
        console = ConsolePage.open(recorded, options);
        page = console.page();
        console.goTo("/session/s1");
        assertThat(page.locator(".facts")).hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(60_000));
        assertThat(page.locator(".formula .katex").first())
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
    }

    private static List<RecordedConsole.Timed> first() {
        String lines = IntStream.range(0, 500).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
        return new RecordedRun("Draw, look and search")
                .thinks("First I draw, then I look.")
                .calls(
                        "python",
                        "import matplotlib.pyplot as plt\nplt.plot([1, 4, 9])\nplt.savefig('my chart.png')\nprint('drawn')",
                        new Passage(
                                "",
                                List.of(
                                        new Part.Text(
                                                "drawn\n[files written to /mnt/data: my chart.png (image/png, 1,024 bytes)]"),
                                        new Part.Image("./my%20chart.png")),
                                null,
                                List.of(new Source("./my%20chart.png", "my chart.png"))))
                .calls("python", "outer()", Passage.of(TRACEBACK))
                .calls("python", "for i in range(500):\n    print('line', i)", Passage.of(lines))
                .calls(
                        "simple_browser",
                        "search(\"largest cities\", recency_days=30)",
                        new Passage(
                                "browser_result",
                                Part.text(HITS),
                                null,
                                List.of(
                                        new Source("https://example.org/berlin", "Berlin - the capital"),
                                        new Source("https://example.com/", "Hamburg"))))
                .calls(
                        "simple_browser",
                        "mclick([0])",
                        new Passage(
                                "quote_result [7†source]",
                                Part.text(PAGE),
                                new Source("https://example.org/berlin", "Berlin - the capital")))
                .calls(
                        "weather",
                        "{\"city\":\"Berlin\",\"days\":2}",
                        ToolResult.ok("{\"sky\":\"sunny\",\"hours\":[{\"at\":9,\"note\":\"deep\"}]}"))
                .calls(
                        "cogview",
                        "a blue square",
                        new Passage(
                                "", List.of(new Part.Text("kept as images/c7.png"), new Part.Image("images/c7.png"))))
                .answers("Done.");
    }

    private static byte[] picture() {
        BufferedImage image = new BufferedImage(320, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(0x2A52BE));
        graphics.fillRect(20, 20, 280, 160);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void shot(String name) {
        console.screenshot(name);
        page.locator(".turn").first().evaluate("turn => turn.scrollIntoView()");
        page.locator(".turn").first().locator(".call").first().scrollIntoViewIfNeeded();
        console.screenshot(name + "-steps");
    }
}
