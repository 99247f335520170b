package io.alltools.tools.browser;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds pages. Safe for use from several threads. */
public interface SearchEngine extends AutoCloseable {

    /**
     * The best hits first.
     *
     * @param recencyDays only pages of the last so many days, as far as the engine can tell
     * @throws FetchException when the engine could not be asked
     */
    List<SearchHit> search(String query, OptionalInt recencyDays) throws FetchException, InterruptedException;

    /** A page that the engine holds itself; nothing for those that are fetched from the web. */
    default Optional<Page> open(URI url) {
        return Optional.empty();
    }

    @Override
    default void close() {}
}
