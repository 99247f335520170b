package io.alltools.tools.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeVisitor;

/** The text of HTML with the lines of the file that it stands in. */
final class HtmlLines implements NodeVisitor {

    private static final Set<String> UNSEEN = Set.of("script", "style", "noscript", "template", "svg", "math");
    private static final Set<String> CELLS = Set.of("td", "th");

    private final List<Passages.Line> lines = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private int number = 1;
    private int unseen;

    private HtmlLines() {}

    static List<Passages.Line> of(String html) {
        HtmlLines visitor = new HtmlLines();
        Parser.htmlParser().setTrackPosition(true).parseInput(html, "").traverse(visitor);
        visitor.end();
        return visitor.lines;
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode text && unseen == 0) {
            add(text);
        } else if (node instanceof Element element) {
            unseen += UNSEEN.contains(element.normalName()) ? 1 : 0;
            if (element.nameIs("br")) {
                end();
            } else if (CELLS.contains(element.normalName())) {
                line.append(' ');
            } else if (element.isBlock() || element.nameIs("title")) {
                paragraph(element);
            }
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (node instanceof Element element) {
            unseen -= UNSEEN.contains(element.normalName()) ? 1 : 0;
            if (!CELLS.contains(element.normalName()) && (element.isBlock() || element.nameIs("title"))) {
                end();
            }
        }
    }

    /** An empty line, where a piece may end, and a heading's mark, where one must. */
    private void paragraph(Element element) {
        end();
        if (!lines.isEmpty() && !lines.getLast().text().isEmpty() && !element.nameIs("li") && !element.nameIs("tr")) {
            lines.add(new Passages.Line(lines.getLast().number(), ""));
        }
        if (element.normalName().matches("h[1-6]")) {
            line.append("#".repeat(element.normalName().charAt(1) - '0')).append(' ');
        }
    }

    private void add(TextNode text) {
        int at = Math.max(number, text.sourceRange().start().lineNumber());
        String[] parts = text.getWholeText().split("\n", -1);
        for (int i = 0; i < parts.length; i++) {
            if (at + i > number && line.toString().matches("#* ?")) {
                number = at + i;
            } else if (at + i > number && !parts[i].isBlank()) {
                end();
                number = at + i;
            }
            line.append(parts[i].replaceAll("\\s+", " "));
        }
    }

    private void end() {
        String text = line.toString().strip().replaceAll(" {2,}", " ");
        line.setLength(0);
        if (!text.matches("#*")) {
            lines.add(new Passages.Line(number, text));
        }
    }
}
