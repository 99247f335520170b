package io.alltools.tools.browser;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/** RSS (0.9 to 2.0) and Atom as a reader wants them: each entry with its title, which is a link, date and summary. */
final class Feed {

    private static final int MAX_SUMMARY = 500;

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    /** RFC 822, as RSS has it: {@code Tue, 25 Nov 2025 08:00:00 GMT}. */
    private static final Pattern MAIL_DATE = Pattern.compile("\\b(\\d{1,2})\\s+([A-Za-z]{3})[a-z]*\\s+(\\d{4})\\b");

    private Feed() {}

    /** The feed as a page; empty where the XML is something else. */
    static Optional<Page> read(URI url, String xml) {
        // Resolves no external entities.
        Document document = Jsoup.parse(xml, url.toString(), Parser.xmlParser());
        Element root = document.firstElementChild();
        if (root == null || !List.of("rss", "feed", "rdf:rdf").contains(root.normalName())) {
            return Optional.empty();
        }
        Element head = Optional.ofNullable(child(root, "channel")).orElse(root);
        Element body = new Element("div");
        // RSS 1.0 has its items beside the channel.
        Stream.concat(root.children().stream(), head == root ? Stream.empty() : head.children().stream())
                .filter(entry -> entry.nameIs("item") || entry.nameIs("entry"))
                .forEach(entry -> write(entry, body));
        TextWriter.Written written = TextWriter.write(body, url);
        String title = plain(child(head, "title"));
        LocalDate date = date(head, "lastbuilddate", "pubdate", "updated", "dc:date");
        String text = written.text().isEmpty() ? "This feed has no entries." : written.text();
        return Optional.of(
                new Page(url, title.isEmpty() ? ReadablePage.name(url) : title, date, text, written.links()));
    }

    private static void write(Element entry, Element body) {
        String title = plain(child(entry, "title"));
        String link = link(entry);
        Element heading = body.appendElement("h2");
        (link.isEmpty() ? heading : heading.appendElement("a").attr("href", link))
                .text(title.isEmpty() ? link.isEmpty() ? "Without a title" : link : title);
        LocalDate date = date(entry, "pubdate", "published", "updated", "dc:date");
        if (date != null) {
            body.appendElement("p").text(date.toString());
        }
        String summary = Stream.of("description", "summary", "content", "content:encoded")
                .map(name -> plain(child(entry, name)))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        if (!summary.isEmpty()) {
            body.appendElement("p").text(cut(summary));
        }
    }

    private static String link(Element entry) {
        for (Element link : entry.children()) {
            if (link.nameIs("link") && List.of("", "alternate").contains(link.attr("rel"))) {
                return link.hasAttr("href") ? link.attr("href") : link.text().strip();
            }
        }
        Element guid = child(entry, "guid");
        return guid == null || guid.attr("isPermaLink").equals("false")
                ? ""
                : guid.text().strip();
    }

    private static @Nullable LocalDate date(Element of, String... names) {
        for (String name : names) {
            Element element = child(of, name);
            LocalDate date = element == null ? null : date(element.text());
            if (date != null) {
                return date;
            }
        }
        return null;
    }

    private static @Nullable LocalDate date(String text) {
        Matcher mail = MAIL_DATE.matcher(text);
        if (!mail.find()) {
            return PageDate.parse(text);
        }
        int month = MONTHS.indexOf(mail.group(2).toLowerCase(Locale.ROOT)) + 1;
        return PageDate.parse(mail.group(3) + "-" + month + "-" + mail.group(1));
    }

    /** Text that may be HTML, as the feed has it escaped, in CDATA or as elements. */
    private static String plain(@Nullable Element element) {
        return element == null ? "" : Jsoup.parse(element.wholeText()).text().strip();
    }

    private static String cut(String text) {
        if (text.length() <= MAX_SUMMARY) {
            return text;
        }
        int end = text.lastIndexOf(' ', MAX_SUMMARY);
        return text.substring(0, end > MAX_SUMMARY / 2 ? end : MAX_SUMMARY) + " …";
    }

    private static @Nullable Element child(Element of, String name) {
        return of.children().stream()
                .filter(child -> child.nameIs(name))
                .findFirst()
                .orElse(null);
    }
}
