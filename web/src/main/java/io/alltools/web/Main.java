package io.alltools.web;

import io.alltools.web.cli.CommandLineApp;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where the process begins. */
public final class Main {

    /** Held here, since the JVM forgets the level of a logger that nobody holds. */
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    private Main() {}

    public static void main(String[] args) {
        // It advises to add an incubator module, on the standard error of each command that searches.
        LUCENE.setLevel(Level.SEVERE);
        System.exit(new CommandLineApp(new ProjectParts(System.getenv()), System.getenv()).run(args));
    }
}
