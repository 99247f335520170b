package io.alltools.trajectories.site;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * A page of Mind2Web ({@code cleaned_html}), whose elements have a {@code backend_node_id}: what it says around the
 * candidates, and each candidate in words.
 */
final class CleanedHtml {

    /** Attributes that tell what an element is, as Mind2Web's own pruning keeps them. */
    private static final List<String> TELLING = List.of(
            "role",
            "type",
            "alt",
            "aria_description",
            "aria_label",
            "label",
            "title",
            "name",
            "text_value",
            "value",
            "placeholder",
            "input_checked",
            "input_value",
            "option_selected");

    /** Lines before and after a candidate that are shown. */
    private static final int AROUND = 3;

    private static final int MAX_LINE = 160;
    private static final int MAX_PAGE = 6_000;
    private static final int MAX_DEPTH = 500;

    private final Map<String, Element> byId = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    /** At which line an element begins. */
    private final Map<String, Integer> places = new HashMap<>();

    private CleanedHtml(Element root) {
        walk(root, 0);
    }

    /** @throws IllegalArgumentException when it is not the well-formed text that Mind2Web has */
    static CleanedHtml parse(String html) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return new CleanedHtml(
                    builder.parse(new InputSource(new StringReader(html))).getDocumentElement());
        } catch (SAXException | IOException e) {
            throw new IllegalArgumentException("cleaned_html is not well-formed: " + e.getMessage(), e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java has no XML parser that refuses document types", e);
        }
    }

    boolean has(String id) {
        return byId.containsKey(id);
    }

    /** Tag, telling attributes and words of an element. */
    String describe(String id) {
        Element element = byId.get(id);
        if (element == null) {
            throw new IllegalArgumentException("cleaned_html has no element with backend_node_id " + id);
        }
        StringBuilder text = new StringBuilder("<" + element.getTagName());
        for (String attribute : TELLING) {
            String value = folded(element.getAttribute(attribute));
            if (!value.isEmpty()) {
                text.append(' ').append(attribute).append('=').append(value);
            }
        }
        return cut(text + "> " + folded(element.getTextContent()));
    }

    /** The lines of text near these elements. */
    String around(List<String> ids) {
        Set<Integer> shown = new TreeSet<>();
        for (String id : ids) {
            int place = places.getOrDefault(id, 0);
            for (int i = Math.max(0, place - AROUND); i < Math.min(lines.size(), place + AROUND); i++) {
                shown.add(i);
            }
        }
        StringBuilder page = new StringBuilder();
        for (int line : shown) {
            if (page.length() + lines.get(line).length() > MAX_PAGE) {
                return page.append("…").toString();
            }
            page.append(page.isEmpty() ? "" : "\n").append(lines.get(line));
        }
        return page.toString();
    }

    private void walk(Node node, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("cleaned_html is nested more than " + MAX_DEPTH + " levels deep");
        }
        if (node instanceof Element element) {
            String id = element.getAttribute("backend_node_id");
            if (!id.isEmpty()) {
                byId.putIfAbsent(id, element);
                places.putIfAbsent(id, lines.size());
            }
        } else if (node.getNodeType() == Node.TEXT_NODE) {
            String text = folded(node.getNodeValue());
            if (!text.isEmpty()) {
                lines.add(cut(text));
            }
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            walk(child, depth + 1);
        }
    }

    private static String folded(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static String cut(String text) {
        return text.length() > MAX_LINE ? text.substring(0, MAX_LINE) + "…" : text.strip();
    }

    /** The parser's own prints to standard error. */
    private static final class Strict implements ErrorHandler {

        @Override
        public void warning(SAXParseException problem) {
            // The text can be read all the same.
        }

        @Override
        public void error(SAXParseException problem) throws SAXException {
            throw problem;
        }

        @Override
        public void fatalError(SAXParseException problem) throws SAXException {
            throw problem;
        }
    }
}
