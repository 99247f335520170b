package io.alltools.tools.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.Toolbox;
import io.alltools.agent.Trust;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrievalToolTest {

    @TempDir
    Path folder;

    @TempDir
    Path cache;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("guide"));
        Files.writeString(folder.resolve("guide/pumps.md"), """
                # Pumps

                The pump P-7 delivers 40 litres a minute.

                # Valves

                A valve opens at 3 bar.
                """);
        Files.writeString(folder.resolve("notes.txt"), "Lunch is at noon.\n\n智谱清言可以浏览网页。\n");
        Files.writeString(
                folder.resolve("page.html"),
                "<html>\n<script>pump()</script>\n<body>\n<p>Filters last\na year.</p></body></html>");
        Files.writeString(folder.resolve("pump.bin"), "pump pump pump");
        Files.write(folder.resolve("zeros.txt"), new byte[] {'p', 'u', 'm', 'p', 0, 0, 1});
    }

    @Test
    void passagesComeWithFileAndLines() throws Exception {
        ToolResult result = call("How many litres does the pump deliver?", 1);
        assertThat(result.toObservation("c").text()).isEqualTo("""
                [guide/pumps.md:1-4]
                # Pumps

                The pump P-7 delivers 40 litres a minute.""");
        assertThat(result.toObservation("c").trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(text("valve bar", 1)).startsWith("[guide/pumps.md:5-7]\n# Valves");
    }

    @Test
    void chineseAndHtmlAreFoundToo() throws Exception {
        assertThat(text("浏览网页", 1)).startsWith("[notes.txt:1-3]").contains("智谱清言");
        assertThat(text("filters", 1)).isEqualTo("[page.html:4-5]\nFilters last\na year.");
    }

    @Test
    void queryWordsAreWordsAndNotALanguage() throws Exception {
        assertThat(text("valve) AND [* TO *] title:\"", 1)).startsWith("[guide/pumps.md:5-7]");
        assertThat(text("zzz", 3)).isEqualTo("No passage holds any of these words; there are 4 passages.");
        assertThat(text("*:*", 3)).startsWith("No passage");
    }

    @Test
    void passagesOfALongTextMeetWithoutLosingALine() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 500; i++) {
            text.append("line ").append(i).append(i % 7 == 0 ? "\n\n" : "\n");
        }
        List<Passages.Piece> pieces = Passages.of(Passages.lines(text.toString()), 1200);
        assertThat(pieces).hasSizeGreaterThan(3);
        int next = 1;
        for (Passages.Piece piece : pieces) {
            assertThat(piece.firstLine()).isEqualTo(next);
            assertThat(piece.text()).hasSizeLessThan(2500);
            next = piece.lastLine() + 1;
        }
        assertThat(next - 1).isEqualTo((int) text.toString().lines().count());
    }

    @Test
    void aLineWithoutEndIsCutAtItsWords() {
        String line = "a word ".repeat(1000) + "字".repeat(1000) + "\uD83D\uDE00".repeat(1000);
        List<Passages.Piece> pieces = Passages.of(Passages.lines("first\n" + line + "\nlast"), 1200);
        assertThat(String.join("", pieces.stream().map(Passages.Piece::text).toList())
                        .replaceAll("\\s", ""))
                .isEqualTo(("first" + line + "last").replaceAll("\\s", ""));
        assertThat(pieces).hasSizeGreaterThan(8).allSatisfy(piece -> {
            assertThat(piece.text()).hasSizeLessThan(2500);
            assertThat(piece.firstLine()).isBetween(1, 3);
            assertThat(Character.isLowSurrogate(piece.text().charAt(0))).isFalse();
        });
        assertThat(pieces.get(1)).satisfies(piece -> assertThat(piece.text()).startsWith("a word"));
    }

    @Test
    void headingsOfHtmlCutItAndTheLinesAreTheFiles() {
        String html = """
                <!doctype html><title>Pumps</title>
                <h1>
                  Pumps</h1>
                <p>One <b>pump
                more</b> &amp; less.
                <table><tr><td>1</td><td>2</td></tr></table>

                <h2>Valves</h2><ul><li>a</li><li>b</li></ul>""";
        assertThat(Passages.of(HtmlLines.of(html), 1200))
                .containsExactly(
                        new Passages.Piece(1, 1, "Pumps"),
                        new Passages.Piece(3, 6, "# Pumps\n\nOne pump\nmore & less.\n\n1 2"),
                        new Passages.Piece(8, 8, "## Valves\n\na\nb"));
    }

    @Test
    void pdfsAreCitedByPage() throws Exception {
        try (PDDocument document = new PDDocument()) {
            for (String text : List.of("The river Alm is long.", "Otters live there.")) {
                PDPage page = new PDPage();
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                    content.newLineAtOffset(72, 700);
                    content.showText(text);
                    content.endText();
                }
            }
            document.save(folder.resolve("report.pdf").toFile());
        }
        Files.writeString(folder.resolve("broken.pdf"), "%PDF-1.7 otters otters");
        assertThat(text("otters", 3)).isEqualTo("[report.pdf, page 2]\nOtters live there.");
    }

    @Test
    void oldCharsetsAreRead() throws Exception {
        Files.writeString(folder.resolve("gb.txt"), "这台水泵每分钟输送四十升水。阀门在三巴时打开。", Charset.forName("GB18030"));
        assertThat(text("阀门", 1)).contains("阀门在三巴时打开");
    }

    private String text(String query, int count) throws Exception {
        return call(query, count).toObservation("c").text();
    }

    private ToolResult call(String query, int count) throws Exception {
        try (Toolbox tools = new Toolbox(List.of(RetrievalTool.open(folder, RetrievalSettings.in(cache), null)))) {
            String arguments =
                    Json.object().put("query", query).put("count", count).toString();
            return tools.call(new ToolCall("c", "retrieval", arguments), new ToolContext("s", "c", folder));
        }
    }
}
