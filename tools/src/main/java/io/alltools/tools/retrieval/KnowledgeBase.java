package io.alltools.tools.retrieval;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jsoup.Jsoup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder's files (text, Markdown, HTML) cut into passages and ranked by Lucene's BM25. Read once, when it is opened;
 * links are not followed. Ideographs are matched in pairs, other scripts by words.
 */
final class KnowledgeBase implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KnowledgeBase.class);

    /** Held, or its level would be forgotten. */
    private static final java.util.logging.Logger LUCENE = java.util.logging.Logger.getLogger("org.apache.lucene");

    static {
        // It would advise a person to use a module that is still in incubation.
        LUCENE.setLevel(java.util.logging.Level.SEVERE);
    }

    private static final List<String> HTML = List.of(".html", ".htm");
    private static final List<String> TEXT = List.of(".txt", ".md", ".markdown", ".rst", ".adoc", ".csv", ".org");
    private static final long MAX_FILE_BYTES = 10 << 20;
    private static final int MAX_WORDS = 64;
    private static final String CONTENT = "content";

    /** @param lines first and last, counted from 1; both 0 for HTML, whose lines a reader does not see */
    record Hit(String file, int firstLine, int lastLine, String text) {

        String place() {
            return firstLine == 0 ? file : file + ":" + firstLine + "-" + lastLine;
        }
    }

    private final Analyzer analyzer = new CJKAnalyzer();
    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final DirectoryReader reader;
    private final IndexSearcher searcher;

    /** @throws IOException when the folder can't be read */
    KnowledgeBase(Path folder) throws IOException {
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer));
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList()) {
                add(folder, file, writer);
            }
        }
        reader = DirectoryReader.open(directory);
        searcher = new IndexSearcher(reader);
    }

    /** How many passages there are. */
    int size() {
        return reader.numDocs();
    }

    /** The best passages first; empty when no word is found. */
    List<Hit> search(String query, int count) throws IOException {
        // Of plain words: what a model writes must not be read as a query language.
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (String word : words(query)) {
            any.add(new TermQuery(new Term(CONTENT, word)), BooleanClause.Occur.SHOULD);
        }
        List<Hit> hits = new ArrayList<>();
        for (ScoreDoc found : searcher.search(any.build(), count).scoreDocs) {
            Document document = searcher.storedFields().document(found.doc);
            hits.add(new Hit(
                    document.get("file"),
                    document.getField("first").numericValue().intValue(),
                    document.getField("last").numericValue().intValue(),
                    document.get("text")));
        }
        return hits;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        directory.close();
        analyzer.close();
    }

    private void add(Path folder, Path file, IndexWriter writer) throws IOException {
        String name = folder.relativize(file).toString().replace('\\', '/');
        String small = name.toLowerCase(Locale.ROOT);
        boolean html = HTML.stream().anyMatch(small::endsWith);
        if (!html && TEXT.stream().noneMatch(small::endsWith)) {
            return;
        }
        if (Files.size(file) > MAX_FILE_BYTES) {
            log.warn("{} is left out of the knowledge base: it has more than {} bytes", file, MAX_FILE_BYTES);
            return;
        }
        String text;
        try {
            text = html ? Jsoup.parse(file).wholeText() : Files.readString(file);
        } catch (MalformedInputException e) {
            log.warn("{} is left out of the knowledge base: it is not UTF-8", file);
            return;
        }
        for (Passages.Piece piece : Passages.of(text)) {
            Document document = new Document();
            document.add(new TextField(CONTENT, name + "\n" + piece.text(), Field.Store.NO));
            document.add(new StoredField("file", name));
            document.add(new StoredField("first", html ? 0 : piece.firstLine()));
            document.add(new StoredField("last", html ? 0 : piece.lastLine()));
            document.add(new StoredField("text", piece.text()));
            writer.addDocument(document);
        }
    }

    private List<String> words(String text) throws IOException {
        List<String> words = new ArrayList<>();
        try (TokenStream tokens = analyzer.tokenStream(CONTENT, text)) {
            CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken() && words.size() < MAX_WORDS) {
                words.add(word.toString());
            }
            tokens.end();
        }
        return words;
    }
}
