package io.alltools.tools.browser;

import io.alltools.agent.ToolResult.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DuckDuckGo's page for browsers without scripts, which needs no key. */
public final class DuckDuckGoSearch implements SearchEngine {

    private static final Logger log = LoggerFactory.getLogger(DuckDuckGoSearch.class);
    private static final URI HOME = URI.create("https://html.duckduckgo.com/html/");
    private static final Pattern TARGET = Pattern.compile("[?&]uddg=([^&]+)");

    private final PageFetcher fetcher;
    private final URI endpoint;

    public DuckDuckGoSearch(BrowserSettings settings) {
        this(settings, HOME);
    }

    /** @param endpoint a page of the same form, for a mirror */
    public DuckDuckGoSearch(BrowserSettings settings, URI endpoint) {
        // Its robots.txt keeps crawlers from its results; what is searched here, somebody has asked for.
        this.fetcher = new PageFetcher(settings.withRobots(false));
        this.endpoint = endpoint;
    }

    @Override
    public void close() {
        fetcher.close();
    }

    @Override
    public List<SearchHit> search(String query, OptionalInt recencyDays) throws FetchException, InterruptedException {
        String words = URLEncoder.encode(query, StandardCharsets.UTF_8);
        String recency = recencyDays.isPresent() ? "&df=" + period(recencyDays.getAsInt()) : "";
        Document page = ReadablePage.document(fetcher.fetch(URI.create(endpoint + "?q=" + words + recency)));
        if (page.selectFirst(".anomaly-modal__modal, #challenge-form") != null) {
            throw new FetchException(
                    Kind.UNAVAILABLE, "the search engine asks for a proof that a person is searching; try again later");
        }
        return hits(page);
    }

    /** The hits of a result page without advertisements. */
    static List<SearchHit> hits(Document page) {
        List<SearchHit> hits = new ArrayList<>();
        for (Element result : page.select(".result:not(.result--ad)")) {
            Element link = result.selectFirst("a.result__a");
            if (link == null) {
                continue;
            }
            Element snippet = result.selectFirst(".result__snippet");
            try {
                URI url = new URI(target(link.attr("href")));
                if (url.getHost() != null) {
                    hits.add(new SearchHit(link.text(), url, snippet == null ? "" : snippet.text()));
                }
            } catch (URISyntaxException e) {
                log.debug("a hit with an unusable URL is left out: {}", e.getMessage());
            }
        }
        return hits;
    }

    /** Links go through a redirect page that names the target in {@code uddg}. */
    private static String target(String href) {
        Matcher matcher = TARGET.matcher(href);
        return matcher.find() ? URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8) : href;
    }

    /** The shortest period that covers so many days: day, week, month or year. */
    private static String period(int days) {
        return days <= 1 ? "d" : days <= 7 ? "w" : days <= 31 ? "m" : "y";
    }
}
