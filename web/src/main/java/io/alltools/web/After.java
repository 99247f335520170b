package io.alltools.web;

/** Where in the tree of its session a run goes on. */
public sealed interface After {

    /** The newest run of the session; its begin when there is none. */
    After NEWEST = new Newest();

    /** Nothing: the run is a first message of the session. */
    After NOTHING = new Nothing();

    record Newest() implements After {}

    record Nothing() implements After {}

    record Run(String id) implements After {}
}
