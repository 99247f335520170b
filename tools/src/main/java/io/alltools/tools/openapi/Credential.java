package io.alltools.tools.openapi;

/** A secret that is sent with each call: an API key, or the header of HTTP's own schemes. */
record Credential(Place place, String name, String value) {

    /** Without the secret. */
    @Override
    public String toString() {
        return place.word() + " " + name;
    }
}
