package io.alltools.web.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command reads and writes; all of it UTF-8, whatever the locale says.
 *
 * @param interactive whether a person sits in front of it
 * @param coloured whether escape sequences for colours are understood
 */
record Terminal(PrintStream out, PrintStream err, BufferedReader in, boolean interactive, boolean coloured) {

    /** The process's own. */
    static Terminal system(Map<String, String> environment) {
        Console console = System.console();
        boolean interactive = console != null && console.isTerminal();
        // https://no-color.org
        boolean coloured =
                interactive && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                reader(System.in),
                interactive,
                coloured);
    }

    static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** A message for people, which standard output never has. */
    void say(String line) {
        err.println("alltools: " + line);
    }

    String readAll() throws IOException {
        StringWriter text = new StringWriter();
        in.transferTo(text);
        return text.toString();
    }

    Optional<String> readLine() throws IOException {
        return Optional.ofNullable(in.readLine());
    }
}
