package io.alltools.tools.browser;

import io.alltools.agent.ToolResult.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** Turns what came over the wire into text that a model can read. */
final class ReadablePage {

    private static final String CLUTTER = "script, style, noscript, template, nav, footer, aside, form, svg, iframe,"
            + " button, dialog, [hidden], [aria-hidden=true], [role=navigation], [role=banner]";

    /** A main element with less text than this is taken for an empty shell. */
    private static final int MAIN_CHARACTERS = 200;

    private ReadablePage() {}

    static Page of(PageFetcher.Fetched fetched) throws FetchException {
        if (!fetched.type().isHtml()) {
            String text = new String(fetched.body(), fetched.type().charset().orElse(StandardCharsets.UTF_8));
            return new Page(fetched.url(), name(fetched.url()), text.strip());
        }
        return of(fetched.url(), document(fetched));
    }

    /** Parses HTML in the charset of the header, of a byte order mark or of a meta tag, else UTF-8. */
    static Document document(PageFetcher.Fetched fetched) throws FetchException {
        try {
            return Jsoup.parse(
                    new ByteArrayInputStream(fetched.body()),
                    fetched.type().charset().map(Charset::name).orElse(null),
                    fetched.url().toString());
        } catch (IOException e) {
            throw new FetchException(Kind.UNAVAILABLE, fetched.url() + " could not be read: " + e.getMessage(), e);
        }
    }

    static Page of(URI url, Document document) {
        String title = Optional.of(document.title().strip())
                .filter(t -> !t.isEmpty())
                .or(() -> Optional.ofNullable(document.selectFirst("h1")).map(Element::text))
                .orElseGet(() -> name(url));
        document.select(CLUTTER).remove();
        Element main = document.selectFirst("main, article, [role=main]");
        Element root = main != null && main.text().length() >= MAIN_CHARACTERS ? main : document.body();
        TextWriter writer = new TextWriter();
        root.traverse(writer);
        return new Page(url, title, writer.finish());
    }

    private static String name(URI url) {
        String path = Optional.ofNullable(url.getPath()).orElse("");
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() ? url.toString() : last;
    }

    /** Blocks on lines of their own, headings and list items marked, white space folded except in {@code pre}. */
    private static final class TextWriter implements NodeVisitor {

        private final StringBuilder out = new StringBuilder();

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                append(text);
            } else if (node instanceof Element element) {
                open(element);
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element) {
                String tag = element.normalName();
                if (tag.matches("h[1-6]|p|table|ul|ol|blockquote|pre")) {
                    breakLines(2);
                } else if (element.isBlock() && !tag.matches("td|th")) {
                    breakLines(1);
                }
            }
        }

        private void open(Element element) {
            String tag = element.normalName();
            if (tag.matches("h[1-6]")) {
                breakLines(2);
                out.append("#".repeat(tag.charAt(1) - '0')).append(' ');
            } else if (tag.equals("li")) {
                breakLines(1);
                out.append("- ");
            } else if (tag.equals("br")) {
                breakLines(1);
            } else if (tag.matches("td|th")) {
                if (!atLineStart()) {
                    out.append(" | ");
                }
            } else if (tag.matches("p|table|pre|blockquote")) {
                breakLines(atMarker() ? 0 : 2);
            } else if (element.isBlock()) {
                breakLines(atMarker() ? 0 : 1);
            }
        }

        private void append(TextNode node) {
            boolean preformatted = node.parent() != null && node.parent().closest("pre") != null;
            String text =
                    preformatted ? node.getWholeText() : node.getWholeText().replaceAll("[\\s\\u00A0]+", " ");
            boolean spaced = out.isEmpty() || Character.isWhitespace(out.charAt(out.length() - 1));
            out.append(!preformatted && spaced ? text.stripLeading() : text);
        }

        private boolean atLineStart() {
            return out.isEmpty() || out.charAt(out.length() - 1) == '\n';
        }

        /** Right behind a "- ", where a block inside a list item begins. */
        private boolean atMarker() {
            return out.length() >= 2
                    && out.charAt(out.length() - 1) == ' '
                    && out.charAt(out.length() - 2) == '-'
                    && (out.length() == 2 || out.charAt(out.length() - 3) == '\n');
        }

        private void breakLines(int wanted) {
            if (out.isEmpty() || wanted == 0) {
                return;
            }
            int end = out.length();
            while (end > 0 && Character.isWhitespace(out.charAt(end - 1))) {
                end--;
            }
            long present = out.substring(end).chars().filter(c -> c == '\n').count();
            out.setLength(end);
            out.append("\n".repeat((int) Math.max(Math.min(present, 2), wanted)));
        }

        private String finish() {
            return out.toString().strip();
        }
    }
}
