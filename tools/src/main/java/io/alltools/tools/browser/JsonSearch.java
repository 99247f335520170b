package io.alltools.tools.browser;

import io.alltools.agent.Json;
import io.alltools.agent.ToolResult.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jsoup.Jsoup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Search engines that answer with JSON: a SearXNG of one's own, Brave's API, and Bing's with what speaks like it.
 *
 * <p>Their address is a setting of the person who runs this, so it may be a private one; what they find is fetched with
 * all checks.
 */
public final class JsonSearch implements SearchEngine {

    private static final Logger log = LoggerFactory.getLogger(JsonSearch.class);
    private static final URI BRAVE = URI.create("https://api.search.brave.com/res/v1/web/search");
    private static final URI BING = URI.create("https://api.bing.microsoft.com/v7.0/search");

    /** How one of them is asked and where its hits are. */
    private enum Dialect {
        SEARXNG("SearXNG", "/results", "title", "content"),
        BRAVE("Brave", "/web/results", "title", "description"),
        BING("Bing", "/webPages/value", "name", "snippet");

        private final String label;
        private final String hits;
        private final String title;
        private final String snippet;

        Dialect(String label, String hits, String title, String snippet) {
            this.label = label;
            this.hits = hits;
            this.title = title;
            this.snippet = snippet;
        }

        private String query(String words, OptionalInt days) {
            String query = "q=" + URLEncoder.encode(words, StandardCharsets.UTF_8);
            String since = days.isEmpty() ? "" : recency(days.getAsInt());
            return switch (this) {
                case SEARXNG -> query + "&format=json" + since;
                case BRAVE -> query + "&text_decorations=false" + since;
                case BING -> query + "&responseFilter=Webpages&textFormat=Raw" + since;
            };
        }

        /** The shortest period that covers so many days. */
        private String recency(int days) {
            return switch (this) {
                case SEARXNG ->
                    "&time_range=" + (days <= 1 ? "day" : days <= 7 ? "week" : days <= 31 ? "month" : "year");
                case BRAVE -> "&freshness=" + (days <= 1 ? "pd" : days <= 7 ? "pw" : days <= 31 ? "pm" : "py");
                case BING -> days <= 31 ? "&freshness=" + (days <= 1 ? "Day" : days <= 7 ? "Week" : "Month") : "";
            };
        }
    }

    private final Dialect dialect;
    private final URI endpoint;
    private final Map<String, String> headers;
    private final PageFetcher fetcher;

    private JsonSearch(Dialect dialect, URI endpoint, Map<String, String> headers, BrowserSettings settings) {
        this.dialect = dialect;
        this.endpoint = endpoint;
        this.headers = headers;
        this.fetcher = new PageFetcher(settings.forConfiguredEndpoint());
    }

    /** @param endpoint the address of its page of results, such as {@code https://searx.example/search} */
    public static JsonSearch searxng(URI endpoint, BrowserSettings settings) {
        return new JsonSearch(Dialect.SEARXNG, endpoint, Map.of(), settings);
    }

    public static JsonSearch brave(String key, BrowserSettings settings) {
        return brave(BRAVE, key, settings);
    }

    static JsonSearch brave(URI endpoint, String key, BrowserSettings settings) {
        return new JsonSearch(Dialect.BRAVE, endpoint, Map.of("X-Subscription-Token", key), settings);
    }

    public static JsonSearch bing(String key, BrowserSettings settings) {
        return bing(BING, key, settings);
    }

    /** @param endpoint a service that answers as Bing's API does */
    public static JsonSearch bing(URI endpoint, String key, BrowserSettings settings) {
        return new JsonSearch(Dialect.BING, endpoint, Map.of("Ocp-Apim-Subscription-Key", key), settings);
    }

    @Override
    public List<SearchHit> search(String query, OptionalInt recencyDays) throws FetchException, InterruptedException {
        String separator = endpoint.getRawQuery() == null ? "?" : "&";
        URI url = URI.create(endpoint + separator + dialect.query(query, recencyDays));
        PageFetcher.Fetched answer;
        try {
            answer = fetcher.fetch(url, headers);
        } catch (FetchException e) {
            // The address may name what is nobody's business; the query is the model's own.
            log.warn("{} can't be asked: {}", dialect.label, e.getMessage());
            throw new FetchException(
                    e.kind(), "the search engine " + dialect.label + " can't be asked: " + reason(e), e);
        }
        try {
            JsonNode root = Json.parseObject(new String(answer.body(), StandardCharsets.UTF_8));
            return hits(root.at(dialect.hits));
        } catch (IllegalArgumentException e) {
            throw new FetchException(
                    Kind.UNAVAILABLE,
                    "the search engine " + dialect.label + " did not answer with JSON"
                            + (dialect == Dialect.SEARXNG ? "; its settings must list json under search.formats" : ""),
                    e);
        }
    }

    @Override
    public void close() {
        fetcher.close();
    }

    private List<SearchHit> hits(JsonNode results) {
        List<SearchHit> hits = new ArrayList<>();
        for (JsonNode result : results) {
            try {
                URI url = new URI(result.path("url").asString(""));
                if (url.getHost() != null) {
                    hits.add(new SearchHit(text(result, dialect.title), url, text(result, dialect.snippet)));
                }
            } catch (URISyntaxException e) {
                log.debug("a hit with an unusable URL is left out: {}", e.getMessage());
            }
        }
        return hits;
    }

    /** Some mark the words that were found with tags. */
    private static String text(JsonNode result, String field) {
        return Jsoup.parseBodyFragment(result.path(field).asString("")).text();
    }

    private static String reason(FetchException e) {
        int status = e.getMessage().indexOf("answered with status");
        return status >= 0
                ? "it " + e.getMessage().substring(status)
                : e.kind().name().toLowerCase(java.util.Locale.ROOT);
    }
}
