package io.alltools.tools.browser;

import io.alltools.agent.Json;
import io.alltools.tools.document.TextCharset;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.JsonNodeFeature;

/** Turns what came over the wire into text that a model can read. */
final class ReadablePage {

    /** Numbers with all their digits. */
    private static final ObjectReader EXACT = Json.MAPPER
            .reader()
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    private static final int MAX_GROWTH = 4;
    private static final int SHORT = 1000;

    private ReadablePage() {}

    /** @param deadline of {@link System#nanoTime}, for what may be made to take long */
    static Page of(PageFetcher.Fetched fetched, long deadline) throws FetchException, InterruptedException {
        URI url = fetched.url();
        return fetched.type().isPdf() || isPdf(fetched.body())
                ? PdfReader.untrusted(url, fetched.body(), name(url), deadline)
                : of(fetched);
    }

    /** A page that is no PDF. */
    static Page of(PageFetcher.Fetched fetched) {
        URI url = fetched.url();
        if (fetched.type().isHtml()) {
            return of(url, document(fetched));
        }
        String text =
                TextCharset.decode(fetched.body(), fetched.type().charset()).strip();
        if (fetched.type().isXml()) {
            return Feed.read(url, text).orElseGet(() -> new Page(url, name(url), text));
        }
        return new Page(url, name(url), fetched.type().isJson() ? laidOut(text) : text);
    }

    /** JSON with line breaks; as it is where it can't be read or would grow by its depth to many times its size. */
    private static String laidOut(String json) {
        CappedWriter out = new CappedWriter(json.length() * MAX_GROWTH + SHORT);
        try {
            Json.MAPPER.writerWithDefaultPrettyPrinter().writeValue(out, EXACT.readTree(json));
            return out.toString();
        } catch (JacksonException e) {
            return json;
        }
    }

    /** Parses HTML in the charset that it is in. */
    static Document document(PageFetcher.Fetched fetched) {
        String html = TextCharset.decode(fetched.body(), fetched.type().charset());
        return Jsoup.parse(html, fetched.url().toString());
    }

    /** Takes {@code document} apart. */
    static Page of(URI url, Document document) {
        String title = title(url, document);
        LocalDate date = PageDate.of(document);
        URI base = base(url, document);
        List<Element> frames = document.select("frame[src], iframe[src]");
        Element root = MainContent.of(document);
        TextWriter.Written written = TextWriter.write(root, base);
        if (written.text().isEmpty() && !frames.isEmpty()) {
            // A page of frames is a list of pages.
            Element list = new Element("ul");
            for (Element frame : frames) {
                String name = frame.hasAttr("title") ? frame.attr("title") : frame.attr("name");
                list.appendElement("li")
                        .appendElement("a")
                        .attr("href", frame.attr("src"))
                        .text("Frame: " + (name.isBlank() ? frame.attr("src") : name));
            }
            written = TextWriter.write(list, base);
        }
        return new Page(url, title, date, written.text(), written.links());
    }

    /** The page's own title without the name of the site behind it, where a heading shows which part that is. */
    private static String title(URI url, Document document) {
        String title = document.title().strip();
        String heading = Optional.ofNullable(document.selectFirst("h1"))
                .map(Element::text)
                .orElse("");
        if (title.isEmpty()) {
            return heading.isEmpty() ? name(url) : heading;
        }
        boolean decorated = !heading.isEmpty()
                && title.length() > heading.length()
                && title.startsWith(heading)
                && title.substring(heading.length()).matches("\\s*[|–—·_-].*");
        return decorated ? heading : title;
    }

    private static URI base(URI url, Document document) {
        Element base = document.selectFirst("base[href]");
        try {
            return base == null ? url : url.resolve(PageFetcher.parse(base.attr("href")));
        } catch (FetchException | IllegalArgumentException e) {
            // As if it were not there, which is what browsers make of it.
            return url;
        }
    }

    private static boolean isPdf(byte[] body) {
        return body.length > 5 && new String(body, 0, 5, StandardCharsets.ISO_8859_1).equals("%PDF-");
    }

    static String name(URI url) {
        String path = Optional.ofNullable(url.getPath()).orElse("");
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() ? url.toString() : last;
    }
}
