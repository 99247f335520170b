package io.alltools.tools.browser;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Writes HTML as text: blocks on lines of their own, headings, list items, quotes, tables and code marked as in
 * Markdown, white space folded except in code. Remembers where links stand.
 */
final class TextWriter implements NodeVisitor {

    /** Blocks with an empty line before and after. */
    private static final Set<String> PARAGRAPHS = Set.of(
            "p", "table", "pre", "blockquote", "ul", "ol", "menu", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6");

    private static final Set<String> LISTS = Set.of("ul", "ol", "menu");
    private static final Pattern LANGUAGE = Pattern.compile("(?:^|\\s)lang(?:uage)?-([\\w+#-]{1,20})");

    /** More levels of lists and quotes than anybody reads; deeper ones are written at this level. */
    private static final int MAX_PREFIXES = 12;

    /** What the lines of an open block begin with: {@code first} once, {@code rest} from then on. */
    private static final class Prefix {
        private final String first;
        private final String rest;
        private boolean used;

        private Prefix(String first, String rest) {
            this.first = first;
            this.rest = rest;
        }
    }

    /** Text and where it links to. */
    record Written(String text, List<Link> links) {}

    private final URI base;
    private final StringBuilder out = new StringBuilder();
    private final List<Link> links = new ArrayList<>();
    private final Deque<Prefix> prefixes = new ArrayDeque<>();

    /** The next number of each ordered list that is open; -1 for an unordered one. */
    private final Deque<Integer> lists = new ArrayDeque<>();

    private final Map<Element, Boolean> layouts = new IdentityHashMap<>();

    /** Line breaks that come before the next text; 2 leaves an empty line. */
    private int breaks;

    /** Inside cells of data tables nothing breaks the row's line. */
    private int cells;

    /** An element that was written as a whole, until it closes. */
    private @Nullable Node written;

    private boolean inLink;
    private int linkStart = -1;

    private TextWriter(URI base) {
        this.base = base;
    }

    static Written write(Element root, URI base) {
        TextWriter writer = new TextWriter(base);
        root.traverse(writer);
        return new Written(writer.out.toString().stripTrailing(), writer.links);
    }

    @Override
    public void head(Node node, int depth) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("reading the page was stopped");
        }
        if (written != null) {
            return;
        }
        if (node instanceof TextNode text) {
            append(text.getWholeText().replaceAll("[\\s\\u00A0]+", " "));
        } else if (node instanceof Element element) {
            breakAround(element);
            open(element);
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (written != null && written != node) {
            return;
        }
        written = null;
        if (node instanceof Element element) {
            close(element);
            breakAround(element);
        }
    }

    private void open(Element element) {
        String tag = element.normalName();
        switch (tag) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> push("#".repeat(tag.charAt(1) - '0') + " ", "");
            case "blockquote" -> push("> ", "> ");
            case "dd" -> push(": ", "  ");
            case "ul", "menu" -> lists.addLast(-1);
            case "ol" -> lists.addLast(number(element.attr("start")));
            case "li" -> {
                String bullet = bullet();
                push(bullet, " ".repeat(bullet.length()));
            }
            case "br" -> breakLines(1);
            case "pre" -> code(element);
            case "code", "kbd", "samp", "tt" -> backtick(element);
            case "td", "th" -> {
                if (!isLayout(element)) {
                    if (element.previousElementSibling() != null) {
                        separate();
                    }
                    cells++;
                }
            }
            case "img" -> {
                String alt = element.attr("alt").strip();
                if (!alt.isEmpty() && element.closest("figure") != null) {
                    append("[Image: " + alt.replaceAll("\\s+", " ") + "]");
                }
            }
            case "sup" -> {
                // Else 10 to the 3rd would read as 103; references such as [1] speak for themselves.
                if (element.text().matches("[−+-]?\\w{1,4}") && element.selectFirst("a") == null) {
                    append("^");
                }
            }
            case "a" -> {
                inLink = element.hasAttr("href");
                linkStart = -1;
            }
            default -> {}
        }
    }

    private void close(Element element) {
        String tag = element.normalName();
        switch (tag) {
            case "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "dd", "li" -> prefixes.removeLast();
            case "ul", "ol", "menu" -> lists.removeLast();
            case "code", "kbd", "samp", "tt" -> backtick(element);
            case "td", "th" -> {
                if (!isLayout(element)) {
                    cells--;
                }
            }
            case "a" -> closeLink(element);
            default -> {}
        }
    }

    private void breakAround(Element element) {
        String tag = element.normalName();
        if (tag.equals("p") && element.parent() instanceof Element item && item.nameIs("li")) {
            // Items stay together; paragraphs of one item don't.
            Element before = element.previousElementSibling();
            breakLines(before != null && before.nameIs("p") && breaks > 0 ? 2 : 1);
        } else if (PARAGRAPHS.contains(tag)) {
            breakLines(LISTS.contains(tag) && !lists.isEmpty() ? 1 : 2);
        } else if (tag.equals("td") || tag.equals("th")) {
            if (isLayout(element)) {
                breakLines(1);
            }
        } else if (element.isBlock() || tag.equals("tr")) {
            breakLines(1);
        }
    }

    private void breakLines(int wanted) {
        if (cells > 0) {
            append(" ");
        } else {
            breaks = Math.max(breaks, wanted);
        }
    }

    /** Writes text that follows on the line, or begins one with all that stands before it. */
    private void append(String text) {
        boolean lineStart = out.isEmpty() || breaks > 0;
        boolean spaced = lineStart || Character.isWhitespace(out.charAt(out.length() - 1));
        String visible = spaced ? text.stripLeading() : text;
        if (visible.isEmpty()) {
            return;
        }
        if (lineStart) {
            beginLine();
        }
        if (inLink && linkStart < 0) {
            linkStart = out.length();
        }
        out.append(visible);
    }

    private void beginLine() {
        if (!out.isEmpty()) {
            trimLine();
            out.append('\n');
            if (breaks > 1) {
                StringBuilder empty = new StringBuilder();
                prefixes.stream().filter(prefix -> prefix.used).forEach(prefix -> empty.append(prefix.rest));
                out.append(empty.toString().stripTrailing()).append('\n');
            }
        }
        breaks = 0;
        for (Prefix prefix : prefixes) {
            out.append(prefix.used ? prefix.rest : prefix.first);
            prefix.used = true;
        }
    }

    private void trimLine() {
        while (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
            out.setLength(out.length() - 1);
        }
    }

    /** Between two cells, the first of which may be empty. */
    private void separate() {
        if (out.isEmpty() || breaks > 0) {
            beginLine();
        } else {
            trimLine();
            out.append(' ');
        }
        out.append("| ");
    }

    private void code(Element pre) {
        String text = pre.wholeText().replace("\r\n", "\n");
        text = text.startsWith("\n") ? text.substring(1) : text;
        written = pre;
        if (text.isBlank()) {
            return;
        }
        Element code = pre.selectFirst("code");
        Matcher language = LANGUAGE.matcher(pre.className() + " " + (code == null ? "" : code.className()));
        append("```" + (language.find() ? language.group(1) : ""));
        for (String line : text.stripTrailing().split("\n", -1)) {
            breaks = 1;
            beginLine();
            out.append(line);
        }
        breaks = 1;
        append("```");
    }

    private void backtick(Element element) {
        if (element.hasText()) {
            append("`");
        }
    }

    private String bullet() {
        if (lists.isEmpty() || lists.getLast() < 0) {
            return "- ";
        }
        int number = lists.removeLast();
        lists.addLast(number + 1);
        return number + ". ";
    }

    private void push(String first, String rest) {
        boolean plain = prefixes.size() >= MAX_PREFIXES || cells > 0;
        prefixes.addLast(new Prefix(plain ? "" : first, plain ? "" : rest));
    }

    private static int number(String start) {
        try {
            return start.isBlank() ? 1 : Math.clamp(Long.parseLong(start.strip()), 0, 1_000_000);
        } catch (NumberFormatException e) {
            // As browsers do with a start that is no number.
            return 1;
        }
    }

    /** Whether the cell's table arranges parts of a page rather than data: its cells are blocks and no columns. */
    private boolean isLayout(Element cell) {
        Element table = cell.closest("table");
        if (table == null) {
            return true;
        }
        Boolean known = layouts.get(table);
        if (known == null) {
            known = isLayoutTable(table);
            layouts.put(table, known);
        }
        return known;
    }

    private static boolean isLayoutTable(Element table) {
        String role = table.attr("role");
        if (role.equals("presentation") || role.equals("none") || table.selectFirst("td table, th table") != null) {
            return true;
        }
        return table.selectFirst("th") == null
                && (table.selectFirst("td + td") == null
                        || table.selectFirst("td h1, td h2, td h3, td ul, td ol, td pre, td p + p") != null);
    }

    private void closeLink(Element element) {
        int start = linkStart;
        boolean open = inLink && start >= 0;
        inLink = false;
        linkStart = -1;
        if (!open) {
            return;
        }
        String text = out.substring(start);
        // A link around whole blocks is a card; its first line names it well enough.
        text = text.lines().findFirst().orElse("").stripTrailing();
        int indent = text.length() - text.stripLeading().length();
        URI target = target(element.attr("href").strip());
        if (target != null && indent < text.length()) {
            links.add(new Link(start + indent, start + text.length(), target));
        }
    }

    /** Where a link leads, if that is another page. */
    private @Nullable URI target(String href) {
        if (href.isEmpty() || href.startsWith("#")) {
            return null;
        }
        try {
            String text = base.resolve(PageFetcher.parse(href)).toString();
            int fragment = text.indexOf('#');
            URI url = URI.create(fragment < 0 ? text : text.substring(0, fragment));
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            boolean page = (scheme.equals("http") || scheme.equals("https")) && url.getHost() != null;
            return page && !url.equals(base) ? url : null;
        } catch (FetchException | IllegalArgumentException e) {
            // A link that leads nowhere is only text.
            return null;
        }
    }
}
