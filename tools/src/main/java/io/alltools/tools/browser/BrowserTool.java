package io.alltools.tools.browser;

import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.Source;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import io.alltools.agent.Trust;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * GLM-4's {@code simple_browser}: {@code search("…", recency_days=N)}, {@code mclick([0, 1])}, {@code open_url("…")}.
 *
 * <p>Results have the form that the model was trained on: a search lists hits as {@code 【0†title†host】}, and each page
 * that {@code mclick} opens is a passage under {@code quote_result [7†source]}, so that answers can cite
 * {@code 【7†source】}. Numbers start at 7 in a session and go up. Links in pages and the next part of a long one are
 * numbered after the hits, and {@code mclick} opens them too. Everything that comes back is untrusted.
 */
public final class BrowserTool implements Tool {

    private static final Logger log = LoggerFactory.getLogger(BrowserTool.class);

    private static final ToolSpec SPEC = ToolSpec.builtIn(
            "simple_browser",
            "Searches the web and reads pages. Content is one call of: search(query: str, recency_days: int), which lists"
                    + " results; mclick(ids: list[int]), which opens results of the last search to quote them;"
                    + " open_url(url: str), which opens one page.",
            "call");

    private final SearchEngine engine;
    /** Null where nothing comes from the web. */
    private final @Nullable PageFetcher fetcher;

    private final BrowserSettings settings;
    private final Map<String, BrowserSession> sessions = new ConcurrentHashMap<>();

    private BrowserTool(SearchEngine engine, @Nullable PageFetcher fetcher, BrowserSettings settings) {
        this.engine = engine;
        this.fetcher = fetcher;
        this.settings = settings;
    }

    /** A browser that searches with DuckDuckGo. */
    public static BrowserTool create(BrowserSettings settings) {
        return create(new DuckDuckGoSearch(settings), settings);
    }

    /** A browser with another search engine; pages that the engine does not hold come from the web. */
    public static BrowserTool create(SearchEngine engine, BrowserSettings settings) {
        return new BrowserTool(engine, new PageFetcher(settings), settings);
    }

    /** A browser that opens nothing but the pages that the engine holds. */
    public static BrowserTool offline(SearchEngine engine, BrowserSettings settings) {
        return new BrowserTool(engine, null, settings);
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    /** What is searched and opened leaves the machine; one call may click on what the one before it found. */
    @Override
    public Set<Trait> traits() {
        return fetcher == null ? Set.of(Trait.REPEATABLE) : Set.of(Trait.REPEATABLE, Trait.SENDS_DATA);
    }

    @Override
    public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
        BrowserSession session = sessions.computeIfAbsent(context.sessionId(), id -> new BrowserSession());
        BrowserCall call;
        try {
            call = BrowserCall.parse(arguments);
        } catch (IllegalArgumentException e) {
            return ToolResult.failed(
                    ToolResult.Kind.INVALID_ARGUMENTS, e.getMessage() + ". Expected " + BrowserCall.FORMS + ".");
        }
        try {
            return switch (call) {
                case BrowserCall.Search search -> search(search, session);
                case BrowserCall.Click click -> click(click, session);
                case BrowserCall.OpenUrl open -> {
                    Page page = open(new BrowserSession.Place(PageFetcher.parse(open.url()), open.url(), 0), session);
                    yield untrusted(List.of(passage("browser_result", page, 0, session)));
                }
            };
        } catch (FetchException e) {
            return ToolResult.failed(e.kind(), e.getMessage());
        }
    }

    @Override
    public void endSession(String sessionId) {
        sessions.remove(sessionId);
    }

    @Override
    public void close() {
        if (fetcher != null) {
            fetcher.close();
        }
        engine.close();
    }

    private ToolResult search(BrowserCall.Search search, BrowserSession session)
            throws FetchException, InterruptedException {
        List<SearchHit> hits = engine.search(search.query(), search.recencyDays()).stream()
                .limit(settings.maxResults())
                .toList();
        session.found(hits);
        StringBuilder text = new StringBuilder("TITLE: " + PageView.line(search.query()) + "\n\n");
        for (int id = 0; id < hits.size(); id++) {
            SearchHit hit = hits.get(id);
            text.append(" # 【%d†%s†%s】\n%s\n"
                    .formatted(id, PageView.line(hit.title()), hit.host(), PageView.line(hit.snippet())));
        }
        if (hits.isEmpty()) {
            text.append("No results were found.\n");
        }
        text.append("Visible: 0% - 100%");
        List<Source> items = hits.stream()
                .map(hit -> new Source(hit.url().toString(), hit.title()))
                .toList();
        return untrusted(List.of(new Passage("browser_result", Part.text(text.toString()), null, items)));
    }

    private ToolResult click(BrowserCall.Click click, BrowserSession session) throws InterruptedException {
        int known = session.size();
        List<Integer> unknown = click.ids().stream().filter(id -> id >= known).toList();
        String missing = unknown.isEmpty()
                ? ""
                : known == 0
                        ? "there are no results to open: search first"
                        : "there is no result or link " + unknown.getFirst() + ": since the last search they are 0 to "
                                + (known - 1);
        if (unknown.size() == click.ids().size()) {
            return ToolResult.failed(ToolResult.Kind.INVALID_ARGUMENTS, missing);
        }
        if (click.ids().size() > settings.maxPages()) {
            return ToolResult.failed(
                    ToolResult.Kind.LIMIT_EXCEEDED,
                    "mclick opens at most " + settings.maxPages() + " results at once, found "
                            + click.ids().size());
        }
        List<BrowserSession.Place> places =
                click.ids().stream().flatMap(id -> session.place(id).stream()).toList();
        List<Callable<Page>> fetches = new ArrayList<>();
        places.forEach(place -> fetches.add(() -> open(place, session)));
        int quote = session.quotes(places.size());
        List<Passage> passages = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Page>> pages = executor.invokeAll(fetches);
            // Shown one after the other, so that links are numbered in the order in which they are read.
            for (int i = 0; i < places.size(); i++) {
                String metadata = "quote_result [" + (quote + i) + "†source]";
                passages.add(quote(metadata, places.get(i), pages.get(i), session));
            }
        }
        ToolResult opened = untrusted(passages);
        return missing.isEmpty() ? opened : opened.withNote(missing);
    }

    /** The page, or what kept it from being opened: the other pages of the click are of use all the same. */
    private Passage quote(String metadata, BrowserSession.Place place, Future<Page> page, BrowserSession session)
            throws InterruptedException {
        try {
            return passage(metadata, page.get(), place.from(), session);
        } catch (ExecutionException e) {
            String reason;
            if (e.getCause() instanceof FetchException failure) {
                reason = failure.getMessage();
            } else {
                log.warn("reading {} failed unexpectedly", place.url(), e.getCause());
                reason = place.url() + " could not be read";
            }
            return new Passage(metadata, Part.text("This page could not be opened: " + reason));
        }
    }

    private Page open(BrowserSession.Place place, BrowserSession session) throws FetchException, InterruptedException {
        Optional<Page> held = place.from() > 0 ? session.kept(place.url()) : Optional.empty();
        held = held.isPresent() ? held : engine.open(place.url());
        Page page = held.isPresent() ? held.get() : fetched(place.url());
        if (page.text().length() > settings.maxCharacters()) {
            session.keep(page.url(), page);
        }
        return page;
    }

    private Page fetched(URI url) throws FetchException, InterruptedException {
        if (fetcher == null) {
            throw new FetchException(
                    ToolResult.Kind.UNAVAILABLE,
                    "there is no page " + url + " here and the web is out of reach: search, or click on a link");
        }
        return fetcher.page(url);
    }

    private Passage passage(String metadata, Page page, int from, BrowserSession session) {
        String text = PageView.show(page, from, settings.maxCharacters(), session);
        return new Passage(metadata, Part.text(text), new Source(page.url().toString(), page.title()));
    }

    private static ToolResult untrusted(List<Passage> passages) {
        return new ToolResult.Ok(List.copyOf(passages), Trust.UNTRUSTED);
    }
}
