package io.alltools.tools.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.Toolbox;
import io.alltools.agent.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrievalToolTest {

    @TempDir
    Path folder;

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
                "<html><script>pump()</script><body><p>Filters last a year.</p></body></html>");
        Files.write(folder.resolve("latin.txt"), new byte[] {'p', 'u', 'm', 'p', ' ', (byte) 0xe9});
        Files.writeString(folder.resolve("pump.bin"), "pump pump pump");
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
        assertThat(text("filters", 1)).isEqualTo("[page.html]\nFilters last a year.");
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
        List<Passages.Piece> pieces = Passages.of(text.toString());
        assertThat(pieces).hasSizeGreaterThan(3);
        int next = 1;
        for (Passages.Piece piece : pieces) {
            assertThat(piece.firstLine()).isEqualTo(next);
            assertThat(piece.text()).hasSizeLessThan(2500);
            next = piece.lastLine() + 1;
        }
        assertThat(next - 1).isEqualTo((int) text.toString().lines().count());
    }

    private String text(String query, int count) throws Exception {
        return call(query, count).toObservation("c").text();
    }

    private ToolResult call(String query, int count) throws Exception {
        try (Toolbox tools = new Toolbox(List.of(RetrievalTool.open(folder)))) {
            String arguments =
                    Json.object().put("query", query).put("count", count).toString();
            return tools.call(new ToolCall("c", "retrieval", arguments), new ToolContext("s", "c", folder));
        }
    }
}
