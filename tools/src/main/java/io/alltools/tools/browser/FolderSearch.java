package io.alltools.tools.browser;

import io.alltools.tools.document.TextCharset;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.core.LowerCaseFilter;
import org.apache.lucene.analysis.en.EnglishMinimalStemFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.queryparser.simple.SimpleQueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jsoup.nodes.Element;

/**
 * A folder of pages (HTML, PDF, text, Markdown) as a search engine that needs no network; for tests, demonstrations and
 * offline use.
 *
 * <p>A page's URL is its {@code <link rel="canonical">} where it has one, else {@code local:} and its path in the
 * folder such as {@code local:news/today.html}; both open it. Pages are read once, when the engine is made, and looked
 * up by URL: there is no way from a URL to any other file. Ranking is Lucene's BM25, with words in the title counting
 * twice; Chinese, Japanese and Korean are found by pairs of characters and by single ones. A page that says that it is
 * older than what is asked for is left out.
 */
public final class FolderSearch implements SearchEngine {

    /**
     * Lucene warns that an incubating module is not there. Held, since JUL forgets what is set on loggers in no use.
     */
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    static {
        LUCENE.setLevel(Level.SEVERE);
    }

    private static final int SNIPPET_CHARACTERS = 200;
    private static final int MAX_HITS = 100;
    private static final Set<String> ENDINGS = Set.of("html", "htm", "pdf", "txt", "md");

    private final Analyzer analyzer = new WordsOfAllScripts();
    private final List<Page> pages = new ArrayList<>();
    private final Map<URI, Page> byUrl = new HashMap<>();
    private final IndexSearcher searcher;

    /** @throws IOException when the folder or a page in it can't be read */
    public FolderSearch(Path folder) throws IOException {
        ByteBuffersDirectory index = new ByteBuffersDirectory();
        try (IndexWriter writer = new IndexWriter(index, new IndexWriterConfig(analyzer));
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(FolderSearch::isPage).sorted().toList()) {
                add(writer, localUrl(folder.relativize(file)), file);
            }
        }
        searcher = new IndexSearcher(DirectoryReader.open(index));
    }

    @Override
    public List<SearchHit> search(String query, OptionalInt recencyDays) throws FetchException {
        Set<String> words = words(query);
        if (words.isEmpty()) {
            return List.of();
        }
        LocalDate oldest =
                recencyDays.isEmpty() ? LocalDate.MIN : LocalDate.now().minusDays(recencyDays.getAsInt());
        List<SearchHit> hits = new ArrayList<>();
        try {
            for (ScoreDoc found : searcher.search(parse(query), MAX_HITS).scoreDocs) {
                Page page = page(found.doc);
                if (page.date() == null || !page.date().isBefore(oldest)) {
                    hits.add(hit(page, words));
                }
            }
        } catch (IOException e) {
            throw new FetchException(
                    io.alltools.agent.ToolResult.Kind.ERROR,
                    "the index of the folder can't be read: " + e.getMessage(),
                    e);
        }
        return hits;
    }

    @Override
    public Optional<Page> open(URI url) {
        return Optional.ofNullable(byUrl.get(url));
    }

    /** Quotes ask for words in a row; all else is words, so that no query is a wrong one. */
    private Query parse(String query) {
        SimpleQueryParser parser = new SimpleQueryParser(
                analyzer,
                Map.of("title", 2f, "text", 1f),
                SimpleQueryParser.PHRASE_OPERATOR | SimpleQueryParser.WHITESPACE_OPERATOR);
        // Else an ideograph and the pairs that it is part of would be alternatives that must match as a whole.
        parser.setEnableGraphQueries(false);
        return parser.parse(query);
    }

    private Page page(int document) throws IOException {
        IndexableField number = searcher.storedFields().document(document).getField("page");
        return pages.get(number.numericValue().intValue());
    }

    private void add(IndexWriter writer, URI local, Path file) throws IOException {
        Page page = read(local, file);
        byUrl.put(local, page);
        byUrl.putIfAbsent(page.url(), page);
        Document document = new Document();
        document.add(new TextField("title", page.title(), Field.Store.NO));
        document.add(new TextField("text", page.text(), Field.Store.NO));
        document.add(new StoredField("page", pages.size()));
        writer.addDocument(document);
        pages.add(page);
    }

    private static Page read(URI local, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String ending = ending(file);
        if (ending.equals("pdf")) {
            return PdfReader.trusted(local, bytes, String.valueOf(file.getFileName()));
        }
        String text = TextCharset.decode(bytes, Optional.empty());
        if (!ending.startsWith("htm")) {
            String title = text.lines()
                    .filter(line -> ending.equals("md") && line.startsWith("# "))
                    .map(line -> line.substring(2).strip())
                    .findFirst()
                    .orElse(String.valueOf(file.getFileName()));
            return new Page(local, title, text.strip());
        }
        org.jsoup.nodes.Document document = org.jsoup.Jsoup.parse(text);
        Element canonical = document.selectFirst("link[rel=canonical][href]");
        URI url = local;
        if (canonical != null) {
            try {
                url = new URI(canonical.attr("href"));
            } catch (URISyntaxException e) {
                // An unusable canonical link leaves the local URL.
                url = local;
            }
        }
        return ReadablePage.of(url, document);
    }

    private static boolean isPage(Path file) {
        return ENDINGS.contains(ending(file)) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static String ending(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** Shows the line that has most of the words. */
    private SearchHit hit(Page page, Set<String> words) {
        String line = page.text()
                .lines()
                .filter(l -> !l.isBlank() && !l.startsWith("#") && !l.startsWith("```"))
                .max(Comparator.comparingLong(
                        l -> words(l).stream().filter(words::contains).count()))
                .orElse("");
        return new SearchHit(page.title(), page.url(), Cut.to(line, SNIPPET_CHARACTERS, "…"));
    }

    private Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        try (TokenStream tokens = analyzer.tokenStream("text", new StringReader(text))) {
            CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                words.add(word.toString());
            }
            tokens.end();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return words;
    }

    private static URI localUrl(Path relative) throws IOException {
        try {
            return new URI("local", relative.toString().replace('\\', '/'), null);
        } catch (URISyntaxException e) {
            throw new IOException("the page " + relative + " has a name that no URL can hold", e);
        }
    }

    /** Words as Unicode divides them, in lower case and without a plural's s; ideographs alone and in pairs. */
    private static final class WordsOfAllScripts extends Analyzer {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            StandardTokenizer tokenizer = new StandardTokenizer();
            TokenStream words = new LowerCaseFilter(new CJKWidthFilter(tokenizer));
            int scripts =
                    CJKBigramFilter.HAN | CJKBigramFilter.HIRAGANA | CJKBigramFilter.KATAKANA | CJKBigramFilter.HANGUL;
            return new TokenStreamComponents(
                    tokenizer, new EnglishMinimalStemFilter(new CJKBigramFilter(words, scripts, true)));
        }
    }
}
