package io.alltools.tools.browser;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a session has been shown: the numbered places that {@code mclick} can open, and the numbers of its quotes.
 *
 * <p>A search numbers its hits from 0; links and next pages that are shown after it get the numbers that follow, and
 * all of them hold until the next search. So a number means the same thing wherever it stood.
 */
final class BrowserSession {

    /** GLM-4 was trained on quotes that are numbered from here. */
    private static final int FIRST_QUOTE = 7;

    /** Links beyond so many stay plain text. */
    private static final int MAX_PLACES = 5_000;

    private static final int KEPT_PAGES = 8;
    private static final int KEPT_CHARACTERS = 2_000_000;

    /** @param from the character of the page's text to begin with */
    record Place(URI url, String title, int from) {}

    private final List<Place> places = new ArrayList<>();
    private final Map<URI, Page> pages = new LinkedHashMap<>();
    private int hits;
    private int nextQuote = FIRST_QUOTE;

    synchronized void found(List<SearchHit> hits) {
        places.clear();
        hits.forEach(hit -> places.add(new Place(hit.url(), hit.title(), 0)));
        this.hits = hits.size();
    }

    synchronized Optional<Place> place(int id) {
        return id < places.size() ? Optional.of(places.get(id)) : Optional.empty();
    }

    /** How many numbers lead somewhere. */
    synchronized int size() {
        return places.size();
    }

    /** The number of a place, the one it has where it is known; nothing when there are too many. */
    synchronized OptionalInt number(Place place) {
        for (int id = hits; id < places.size(); id++) {
            Place known = places.get(id);
            if (known.url().equals(place.url()) && known.from() == place.from()) {
                return OptionalInt.of(id);
            }
        }
        if (places.size() >= MAX_PLACES) {
            return OptionalInt.empty();
        }
        places.add(place);
        return OptionalInt.of(places.size() - 1);
    }

    /** The first of {@code count} numbers of quotes that nobody else gets. */
    synchronized int quotes(int count) {
        int first = nextQuote;
        nextQuote += count;
        return first;
    }

    /** Keeps a long page, so that its next part is the same page and no request. */
    synchronized void keep(URI asked, Page page) {
        pages.remove(asked);
        pages.put(asked, page);
        var oldest = pages.values().iterator();
        while (pages.size() > 1
                && (pages.size() > KEPT_PAGES
                        || pages.values().stream()
                                        .mapToLong(p -> p.text().length())
                                        .sum()
                                > KEPT_CHARACTERS)) {
            oldest.next();
            oldest.remove();
        }
    }

    synchronized Optional<Page> kept(URI url) {
        return Optional.ofNullable(pages.get(url));
    }
}
