package io.alltools.web.exchange;

/** A file can't be imported; the message says where in it, what stands there, and what was expected. */
public final class ImportException extends RuntimeException {

    private final String place;

    /** @param place in the file, such as {@code runs[3].entries[0]} */
    ImportException(String place, String problem) {
        super(place + ": " + problem);
        this.place = place;
    }

    public String place() {
        return place;
    }
}
