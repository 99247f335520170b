package io.alltools.tools.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Part;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code matplotlib.pyplot} draws comes back as PNG images. */
class PythonChartTest {

    private static final int RED = 0xffff0000;

    @TempDir
    static Path folder;

    private static PythonTool python;

    @BeforeAll
    static void create() {
        python = PythonTool.create(TestPython.settings().withSpares(0));
    }

    @AfterAll
    static void close() {
        python.close();
    }

    @Test
    void aSavedChartIsAnImagePart() throws Exception {
        ToolResult result = run("""
                import matplotlib.pyplot as plt
                plt.plot([1, 2, 3], [4, 1, 5], color='red', label='a')
                plt.scatter([1, 2, 3], [1, 2, 3], label='b')
                plt.title('Title'); plt.xlabel('x'); plt.ylabel('y'); plt.legend(); plt.grid(True)
                plt.savefig('saved.png')""");
        assertThat(result).isInstanceOfSatisfying(ToolResult.Ok.class, ok -> {
            assertThat(ok.passages().getFirst().content()).contains(new Part.Image("./saved.png"));
            assertThat(ok.passages().getFirst().text())
                    .matches("\\[files written to /mnt/data: saved\\.png \\(image/png, [\\d,]+ bytes\\)]");
        });
        BufferedImage image = image("saved.png");
        assertThat(image.getWidth()).isEqualTo(640);
        assertThat(image.getHeight()).isEqualTo(480);
        assertThat(colors(image, 0, 0, 640, 480)).contains(RED);
    }

    @Test
    void aFigureThatIsNeitherSavedNorShownIsShownAtTheEndOfTheCell() throws Exception {
        assertThat(text("import matplotlib.pyplot as plt\nb = plt.bar(['a', 'b'], [1, 2])"))
                .contains("figure-1.png");
        assertThat(text("import os\nos.remove('figure-1.png')\n'nothing is drawn twice'"))
                .isEqualTo("'nothing is drawn twice'");
    }

    @Test
    void subplotsHaveTheirPlaces() throws Exception {
        text("""
                import matplotlib.pyplot as plt
                fig, ax = plt.subplots(2, 2, figsize=(8, 6))
                ax[0][0].bar(['a', 'b', 'c'], [1, 2, 3])
                ax[0][1].hist([1, 2, 2, 3, 3, 3], bins=3)
                ax[1][0].pie([30, 50, 20], labels=['x', 'y', 'z'], autopct='%1.1f%%')
                ax[1][1].plot(range(10), [i * i for i in range(10)], 'r--')
                fig.suptitle('four')
                fig.savefig('four.png')""");
        BufferedImage image = image("four.png");
        assertThat(image.getWidth()).isEqualTo(800);
        assertThat(colors(image, 400, 320, 400, 280)).contains(RED);
        assertThat(colors(image, 0, 0, 400, 600)).doesNotContain(RED);
    }

    @Test
    void aHistogramCounts() throws Exception {
        assertThat(text("import matplotlib.pyplot as plt\nn, edges, _ = plt.hist([1, 2, 2, 3], bins=2)\nplt.close()\n"
                        + "n, edges"))
                .isEqualTo("([1.0, 3.0], [1.0, 2.0, 3.0])");
    }

    @Test
    void barsOfSeveralSeriesShareTheirPlaces() throws Exception {
        text("""
                import matplotlib.pyplot as plt
                x = [0, 1]
                plt.bar([i - 0.2 for i in x], [1, 2], 0.4, label='a', color='#ff0000')
                plt.bar([i + 0.2 for i in x], [2, 1], 0.4, label='b')
                plt.xticks(x, ['one', 'two'])
                plt.legend()
                plt.savefig('grouped.png')""");
        assertThat(colors(image("grouped.png"), 0, 0, 640, 480)).contains(RED);
    }

    @Test
    void horizontalBarsLieAsLongAsTheirValues() throws Exception {
        text("""
                import matplotlib.pyplot as plt
                fig, ax = plt.subplots()
                ax.barh(['short', 'long'], [1, 10], color='red')
                ax.set_title('Bars'); ax.set_xlabel('n'); ax.spines['top'].set_visible(False); ax.set_axisbelow(True)
                fig.tight_layout()
                fig.savefig('barh.png')""");
        assertThat(colors(image("barh.png"), 320, 0, 320, 240)).contains(RED);
        assertThat(colors(image("barh.png"), 320, 250, 320, 230)).doesNotContain(RED);
    }

    @Test
    void textsStandAtTheirPoints() throws Exception {
        String chart = """
                import matplotlib.pyplot as plt
                fig, axs = plt.subplots(2, 2)
                for ax in axs.flat: ax.plot([0, 10], [0, 10])
                %s
                fig.savefig('texts.png')
                axs.shape""";
        assertThat(text(chart.formatted(""))).startsWith("(2, 2)");
        byte[] plain = Files.readAllBytes(folder.resolve("texts.png"));
        text(chart.formatted("axs[0, 1].text(5, 5, 'here'); axs[1, 0].annotate('there', xy=(2, 2), xytext=(3, 8))"));
        assertThat(Files.readAllBytes(folder.resolve("texts.png"))).isNotEqualTo(plain);
    }

    @Test
    void whatCanNotBeDrawnIsAPythonError() throws Exception {
        assertThat(text("import matplotlib.pyplot as plt\nplt.plot([1, 2], [1])"))
                .contains("ValueError: x and y");
        assertThat(text("plt.plot([1])\nplt.savefig('x.svg')")).contains("supported formats: png");
        assertThat(text("plt.figure(figsize=(1000, 1000)).gca().plot([1])\nplt.savefig('x.png')"))
                .contains("ValueError", "a size of 100000 x 100000");
        assertThat(text("plt.plot([1])\nplt.savefig('/etc/x.png')"))
                .contains("Error")
                .doesNotContain("java");
        assertThat(text("plt.plot([])\n1")).isEqualTo("1");
    }

    @Test
    void whatDrawsTakesNothingButCharts() throws Exception {
        assertThat(text("import matplotlib.pyplot as plt\nprint(plt._draw('x.png', 1, {}, None))"))
                .doesNotContain("java.base");
        assertThat(text("print(plt._draw('/etc/x.png', 100, 100, '', 1, 1, []))"))
                .contains("/etc/x.png");
        assertThat(Path.of("/etc/x.png")).doesNotExist();
    }

    private static Set<Integer> colors(BufferedImage image, int x, int y, int width, int height) {
        Set<Integer> colors = new HashSet<>();
        for (int rgb : image.getRGB(x, y, width, height, null, 0, width)) {
            colors.add(rgb);
        }
        return colors;
    }

    private static BufferedImage image(String name) throws IOException {
        return ImageIO.read(folder.resolve(name).toFile());
    }

    private static String text(String code) throws InterruptedException {
        return run(code).toObservation("call").text();
    }

    private static ToolResult run(String code) throws InterruptedException {
        return python.call(code, new ToolContext("charts", "call", folder));
    }
}
