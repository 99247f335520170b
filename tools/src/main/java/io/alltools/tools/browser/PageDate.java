package io.alltools.tools.browser;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** When a page was published, as it says itself. */
final class PageDate {

    private static final String META = "meta[property=article:published_time], meta[itemprop=datePublished],"
            + " meta[name=date], meta[name=pubdate], meta[name=publishdate], meta[name=citation_publication_date],"
            + " meta[name=DC.date], meta[name=dcterms.created], meta[property=og:published_time]";

    /** The line below a heading that says when and by whom; Chinese news sites seldom say it in any other way. */
    private static final String BYLINE =
            "[class*=date], [class*=time], [class*=info], [class*=publish], [class*=byline]";

    private static final int BYLINE_CHARACTERS = 120;

    private static final Pattern JSON = Pattern.compile("\"datePublished\"\\s*:\\s*\"([^\"]{8,40})\"");
    private static final Pattern DATE = Pattern.compile("(\\d{4})\\s*[-/.年]\\s*(\\d{1,2})\\s*[-/.月]\\s*(\\d{1,2})");

    private PageDate() {}

    static @Nullable LocalDate of(Document document) {
        for (Element meta : document.select(META)) {
            LocalDate date = parse(meta.attr("content"));
            if (date != null) {
                return date;
            }
        }
        for (Element script : document.select("script[type=application/ld+json]")) {
            Matcher json = JSON.matcher(script.data());
            if (json.find()) {
                return parse(json.group(1));
            }
        }
        Element time = document.selectFirst("[itemprop=datePublished], time[pubdate], article time[datetime]");
        if (time != null) {
            return parse(time.hasAttr("datetime") ? time.attr("datetime") : time.text());
        }
        for (Element line : document.select(BYLINE)) {
            LocalDate date = line.text().length() > BYLINE_CHARACTERS ? null : parse(line.text());
            if (date != null) {
                return date;
            }
        }
        return null;
    }

    /** The first date in {@code text}; null where there is none. */
    static @Nullable LocalDate parse(String text) {
        Matcher matcher = DATE.matcher(text);
        if (!matcher.find()) {
            return null;
        }
        try {
            return LocalDate.of(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)));
        } catch (DateTimeException e) {
            // Such as the 31st of June: as good as no date.
            return null;
        }
    }
}
