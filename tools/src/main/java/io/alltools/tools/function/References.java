package io.alltools.tools.function;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code ${NAME}} in a settings file stands for an environment variable, so that secrets stay out of files. */
public final class References {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private References() {}

    /**
     * The value with its references replaced.
     *
     * @param at the file and the field, for the message
     * @param environment the value of a variable, or null when it is not set
     * @throws IllegalArgumentException when a variable is not set
     */
    public static String resolve(String value, String at, Function<String, @Nullable String> environment) {
        return REFERENCE.matcher(value).replaceAll(match -> {
            String found = environment.apply(match.group(1));
            if (found == null) {
                throw new IllegalArgumentException(at + ": the environment variable " + match.group(1)
                        + " is not set, expected it to hold the value that is meant here");
            }
            return Matcher.quoteReplacement(found);
        });
    }
}
