package io.alltools.tools.retrieval;

import io.alltools.agent.EmbeddingModel;
import io.alltools.agent.EmbeddingModel.Purpose;
import io.alltools.tools.retrieval.SourceFolder.Stamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/**
 * The Lucene index: a document for each passage, with its words and its vector, and one for each file, which says what
 * of it was read. Ideographs are matched in pairs, other scripts by words.
 */
final class PassageIndex implements AutoCloseable {

    /** Held, or its level would be forgotten. */
    private static final java.util.logging.Logger LUCENE = java.util.logging.Logger.getLogger("org.apache.lucene");

    static {
        // It would advise a person to use a module that is still in incubation.
        LUCENE.setLevel(java.util.logging.Level.SEVERE);
    }

    private static final String CONTENT = "content";
    private static final String VECTOR = "vector";
    private static final String PLACE = "place";
    private static final String TEXT = "text";
    /** The file that a passage is of. */
    private static final String OF = "of";
    /** The name of a file. */
    private static final String FILE = "file";

    private static final String BYTES = "bytes";
    private static final String MODIFIED = "modified";
    private static final String HASH = "hash";
    private static final String PASSAGES = "passages";
    private static final String PROBLEM = "problem";

    private static final int MAX_WORDS = 64;

    /** How many of the best by words and of the nearest by meaning are put together. */
    private static final int CANDIDATES = 50;

    /**
     * What was read of a file.
     *
     * @param hash SHA-256 of its content
     * @param passages how many it has
     * @param problem why it has none; empty where it could be read
     */
    record Known(Stamp stamp, String hash, int passages, String problem) {}

    private final Analyzer analyzer = new CJKAnalyzer();
    private final Directory directory;
    private final @Nullable EmbeddingModel model;

    PassageIndex(Path folder, @Nullable EmbeddingModel model) throws IOException {
        this.directory = FSDirectory.open(folder);
        this.model = model;
    }

    /** The index at one moment. */
    final class View {
        private final DirectoryReader reader;
        private final Map<String, Known> files;

        private View(DirectoryReader reader) throws IOException {
            this.reader = reader;
            this.files = known(reader);
        }

        Map<String, Known> files() {
            return files;
        }

        int passages() {
            return reader.numDocs() - files.size();
        }

        /** The best first. */
        List<DocumentReader.Excerpt> search(String query, int count) throws IOException, InterruptedException {
            IndexSearcher searcher = new IndexSearcher(reader);
            List<List<Integer>> rankings = new ArrayList<>();
            rankings.add(ranking(searcher, words(query)));
            if (model != null) {
                float[] vector =
                        model.embed(Purpose.QUERY, List.of(query)).vectors().getFirst();
                rankings.add(ranking(searcher, new KnnFloatVectorQuery(VECTOR, vector, CANDIDATES)));
            }
            List<DocumentReader.Excerpt> found = new ArrayList<>();
            for (int document : RankFusion.fused(rankings, count)) {
                Document stored = searcher.storedFields().document(document);
                found.add(new DocumentReader.Excerpt(stored.get(PLACE), stored.get(TEXT)));
            }
            return found;
        }

        /** Keeps it open until {@link #release}; false where it is closed already. */
        boolean hold() {
            return reader.tryIncRef();
        }

        void release() throws IOException {
            reader.decRef();
        }
    }

    /** The index as it was committed last; empty where there is none yet. */
    Optional<View> open() throws IOException {
        try {
            return Optional.of(new View(DirectoryReader.open(directory)));
        } catch (IndexNotFoundException e) {
            // The folder is new.
            return Optional.empty();
        }
    }

    /** The index as it was committed last, which may be what {@code view} shows. */
    View newest(View view) throws IOException {
        DirectoryReader changed = DirectoryReader.openIfChanged(view.reader);
        return changed == null ? view : new View(changed);
    }

    /** One process at a time may change the index. */
    final class Changes implements AutoCloseable {
        private final IndexWriter writer;

        private Changes(IndexWriter writer) {
            this.writer = writer;
        }

        void remove(String file) throws IOException {
            writer.deleteDocuments(new Term(OF, file), new Term(FILE, file));
        }

        /** Only the date of a file is another. */
        void touch(String file, Known known) throws IOException {
            Document document = new Document();
            document.add(new StringField(FILE, file, Field.Store.YES));
            document.add(new StoredField(BYTES, known.stamp().bytes()));
            document.add(new StoredField(MODIFIED, known.stamp().modifiedNanos()));
            document.add(new StoredField(HASH, known.hash()));
            document.add(new StoredField(PASSAGES, known.passages()));
            document.add(new StoredField(PROBLEM, known.problem()));
            writer.updateDocument(new Term(FILE, file), document);
        }

        void put(String file, Known known, List<DocumentReader.Excerpt> excerpts)
                throws IOException, InterruptedException {
            List<float[]> vectors = model == null
                    ? List.of()
                    : model.embed(
                                    Purpose.PASSAGE,
                                    excerpts.stream()
                                            .map(DocumentReader.Excerpt::text)
                                            .toList())
                            .vectors();
            writer.deleteDocuments(new Term(OF, file));
            for (int i = 0; i < excerpts.size(); i++) {
                DocumentReader.Excerpt excerpt = excerpts.get(i);
                Document document = new Document();
                document.add(new TextField(CONTENT, file + "\n" + excerpt.text(), Field.Store.NO));
                document.add(new StringField(OF, file, Field.Store.NO));
                document.add(new StoredField(PLACE, excerpt.place()));
                document.add(new StoredField(TEXT, excerpt.text()));
                if (model != null) {
                    document.add(new KnnFloatVectorField(VECTOR, vectors.get(i), VectorSimilarityFunction.DOT_PRODUCT));
                }
                writer.addDocument(document);
            }
            touch(file, known);
        }

        /** From here on others see it, and it outlives this process. */
        void commit() throws IOException {
            writer.commit();
        }

        /** What was not committed is forgotten. */
        @Override
        public void close() throws IOException {
            writer.rollback();
        }
    }

    /**
     * Begins to change the index.
     *
     * @param anew whether what is there is thrown away
     * @return empty while another process, or another part of this one, changes it
     */
    Optional<Changes> change(boolean anew) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(analyzer).setCommitOnClose(false);
        try {
            if (anew) {
                clear();
            }
            return Optional.of(new Changes(new IndexWriter(directory, config)));
        } catch (LockObtainFailedException e) {
            // Whoever holds it does the same work.
            return Optional.empty();
        }
    }

    /** By hand: Lucene would read the broken files before it wrote over them. */
    private void clear() throws IOException {
        try (Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
            for (String file : directory.listAll()) {
                lock.ensureValid();
                if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
                    directory.deleteFile(file);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        directory.close();
        analyzer.close();
    }

    private static Map<String, Known> known(DirectoryReader reader) throws IOException {
        Map<String, Known> known = new HashMap<>();
        IndexSearcher searcher = new IndexSearcher(reader);
        Query files = new PrefixQuery(new Term(FILE, ""));
        for (ScoreDoc found : searcher.search(files, Math.max(1, reader.maxDoc())).scoreDocs) {
            Document stored = searcher.storedFields().document(found.doc);
            known.put(
                    stored.get(FILE),
                    new Known(
                            new Stamp(number(stored, BYTES), number(stored, MODIFIED)),
                            stored.get(HASH),
                            (int) number(stored, PASSAGES),
                            stored.get(PROBLEM)));
        }
        return Map.copyOf(known);
    }

    private static long number(Document stored, String field) {
        return stored.getField(field).numericValue().longValue();
    }

    private static List<Integer> ranking(IndexSearcher searcher, Query query) throws IOException {
        List<Integer> documents = new ArrayList<>();
        for (ScoreDoc found : searcher.search(query, CANDIDATES).scoreDocs) {
            documents.add(found.doc);
        }
        return documents;
    }

    /** Of plain words: what a model writes must not be read as a query language. */
    private Query words(String query) throws IOException {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        int count = 0;
        try (TokenStream tokens = analyzer.tokenStream(CONTENT, query)) {
            CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken() && count++ < MAX_WORDS) {
                any.add(new TermQuery(new Term(CONTENT, word.toString())), BooleanClause.Occur.SHOULD);
            }
            tokens.end();
        }
        return any.build();
    }
}
