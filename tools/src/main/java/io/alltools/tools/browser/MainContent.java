package io.alltools.tools.browser;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Finds the part of a page that a reader came for and takes the rest away.
 *
 * <p>Where the page marks its main part itself, that is taken; else paragraphs give points to the elements around them,
 * fewer the more of an element's text is links, after the method of Arc90's Readability. What is only lists of links
 * then goes, unless it is most of what there is.
 */
final class MainContent {

    private static final String CLUTTER =
            "script, style, template, nav, footer, aside, svg, canvas, object, button, input,"
                    + " select, textarea, dialog, [hidden], [aria-hidden=true], [role=navigation], [role=banner],"
                    + " [role=complementary], [role=contentinfo], [role=search], [role=dialog], math annotation";

    private static final Pattern HIDDEN = Pattern.compile("display\\s*:\\s*none|visibility\\s*:\\s*hidden");

    private static final Pattern UNLIKELY = Pattern.compile(
            "(?:^|[\\s_-])(?:ads?|advert\\w*|banner|breadcrumbs?|cookies?|consent|newsletter|pagination|popup|promo|related"
                    + "|share|sharing|sidebar|skip|social|sponsor\\w*|subscribe|toolbar|menu|navbar|masthead)(?:$|[\\s_-])",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern LIKELY = Pattern.compile(
            "(?:^|[\\s_-])(?:article|body|content|entry|main|post|story|text)(?:$|[\\s_-])", Pattern.CASE_INSENSITIVE);

    /** A part with less text than this is taken for an empty shell. */
    private static final int MAIN_CHARACTERS = 200;

    private static final int PARAGRAPH_CHARACTERS = 25;

    private MainContent() {}

    /** Takes clutter out of {@code document} and returns the element that holds its main part. */
    static Element of(Document document) {
        Element body = document.body();
        noscript(body);
        document.select(CLUTTER).remove();
        document.select("[style]").forEach(element -> {
            if (HIDDEN.matcher(element.attr("style")).find()) {
                element.remove();
            }
        });
        forms(body);
        Sizes sizes = Sizes.of(body);
        for (Element element : body.select("[class], [id]")) {
            // Half the page is no decoration, whatever it is called.
            if (element != body && isUnlikely(element) && sizes.characters(element) * 2 < sizes.characters(body)) {
                element.remove();
            }
        }
        Element marked = marked(document);
        Element root = marked != null ? marked : best(body);
        if (root == body) {
            body.select("> header").remove();
        }
        linkLists(root);
        return root;
    }

    /** A page that shows nothing without scripts may say the same again for readers without them. */
    private static void noscript(Element body) {
        List<Element> blocks = body.select("noscript");
        int inside = blocks.stream().mapToInt(MainContent::length).sum();
        boolean only = length(body) - inside < MAIN_CHARACTERS && inside > 0;
        for (Element block : blocks) {
            if (only) {
                block.unwrap();
            } else {
                block.remove();
            }
        }
    }

    /** Some servers wrap the whole page in a form; others are for typing into and hold little to read. */
    private static void forms(Element body) {
        for (Element form : body.select("form")) {
            if (length(form) < MAIN_CHARACTERS) {
                form.remove();
            } else {
                form.tagName("div");
            }
        }
    }

    private static boolean isUnlikely(Element element) {
        String names = element.className() + " " + element.id();
        return UNLIKELY.matcher(names).find() && !LIKELY.matcher(names).find();
    }

    private static @Nullable Element marked(Document document) {
        for (String selector : List.of("[itemprop=articleBody]", "article", "main, [role=main]")) {
            List<Element> found = document.select(selector);
            // Several articles are a list of them, which only what is around them holds.
            if (found.size() == 1 && length(found.getFirst()) >= MAIN_CHARACTERS) {
                Element element = found.getFirst();
                Element article = element.closest("article");
                return article != null ? article : element;
            }
        }
        return null;
    }

    private static Element best(Element body) {
        Map<Element, Double> points = new IdentityHashMap<>();
        Sizes sizes = Sizes.of(body);
        for (Element paragraph : body.select("p, pre, td, blockquote, li, dd, div, section")) {
            int length = sizes.characters(paragraph);
            long commas = sizes.commas(paragraph);
            if (List.of("div", "section", "td", "li", "dd").contains(paragraph.normalName())) {
                String own = paragraph.ownText();
                length = own.length();
                commas = commas(own);
            }
            if (length < PARAGRAPH_CHARACTERS) {
                continue;
            }
            double score = 1 + commas + Math.min(length / 100.0, 3);
            Element around = paragraph.parent();
            for (double share : new double[] {1, 0.5, 0.33}) {
                if (around == null || around == body.parent()) {
                    break;
                }
                points.merge(around, score * share, Double::sum);
                around = around.parent();
            }
        }
        Element best = body;
        double highest = 0;
        for (Map.Entry<Element, Double> entry : points.entrySet()) {
            Element element = entry.getKey();
            double score = entry.getValue() * (1 - sizes.linkShare(element)) * (likely(element) ? 1.25 : 1);
            if (score > highest) {
                highest = score;
                best = element;
            }
        }
        // A part that holds little of the page is one of several: forums, lists of articles, short pages.
        while (best != body && best.parent() != null && sizes.characters(best) * 2 < sizes.characters(body)) {
            best = best.parent();
        }
        return List.of("tr", "tbody", "ul", "ol", "dl", "table").contains(best.normalName()) && best.parent() != null
                ? upToBlock(best, body)
                : best;
    }

    /** A list or a row makes sense only with what introduces it. */
    private static Element upToBlock(Element element, Element body) {
        Element at = element;
        while (at != body
                && at.parent() != null
                && !List.of("div", "section", "td").contains(at.normalName())) {
            at = at.parent();
        }
        return at;
    }

    private static boolean likely(Element element) {
        return LIKELY.matcher(element.className() + " " + element.id()).find();
    }

    private static void linkLists(Element root) {
        Sizes sizes = Sizes.of(root);
        Set<Element> lists = Collections.newSetFromMap(new IdentityHashMap<>());
        int inLists = 0;
        for (Element list : root.select("ul, ol, div, section, table, p")) {
            if (list != root && !isInside(list, lists) && isLinkList(list, sizes)) {
                lists.add(list);
                inLists += sizes.characters(list);
            }
        }
        if (inLists * 2 < sizes.characters(root)) {
            lists.forEach(Element::remove);
        }
    }

    private static boolean isInside(Element element, Set<Element> outer) {
        for (Element at = element.parent(); at != null; at = at.parent()) {
            if (outer.contains(at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLinkList(Element element, Sizes sizes) {
        return sizes.links(element) >= 3
                && sizes.linkShare(element) > 0.7
                && element.selectFirst("h1, pre, blockquote") == null;
    }

    private static int length(Element element) {
        return element.text().length();
    }

    private static int commas(String text) {
        return (int) text.chars()
                .filter(c -> c == ',' || c == '，' || c == '、' || c == '،')
                .count();
    }

    /** How much text, and how much of it in links, each element holds: counted in one walk, however deep they nest. */
    private static final class Sizes implements NodeVisitor {

        private static final class Size {
            private int characters;
            private int commas;
            private int linkCharacters;
            private int links;
        }

        private final Map<Node, Size> sizes = new IdentityHashMap<>();

        static Sizes of(Element root) {
            Sizes sizes = new Sizes();
            root.traverse(sizes);
            return sizes;
        }

        int characters(Element element) {
            return size(element).characters;
        }

        int commas(Element element) {
            return size(element).commas;
        }

        int links(Element element) {
            return size(element).links;
        }

        double linkShare(Element element) {
            Size size = size(element);
            return size.characters == 0 ? 0 : (double) size.linkCharacters / size.characters;
        }

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                Size size = size(node);
                size.characters = text.text().strip().length();
                size.commas = MainContent.commas(text.text());
            }
        }

        @Override
        public void tail(Node node, int depth) {
            Size size = size(node);
            if (node instanceof Element element && element.normalName().equals("a") && element.hasAttr("href")) {
                size.links = 1;
                size.linkCharacters = size.characters;
            }
            Node parent = node.parent();
            if (parent != null) {
                Size around = size(parent);
                around.characters += size.characters;
                around.commas += size.commas;
                around.linkCharacters += size.linkCharacters;
                around.links += size.links;
            }
        }

        private Size size(Node node) {
            return sizes.computeIfAbsent(node, n -> new Size());
        }
    }
}
