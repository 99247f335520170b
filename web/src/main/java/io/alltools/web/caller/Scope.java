package io.alltools.web.caller;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a key may be good for. */
public enum Scope {
    /** The model by OpenAI's API, {@code /v1}. */
    CHAT,
    /** Agent runs: runs, sessions, files and approvals of one's own, and the console. */
    RUNS,
    /** The bare tools, by MCP or by hand, without a model and without approvals. */
    TOOLS,
    /** {@code /metrics}. */
    METRICS,
    /** Everything: others' sessions, and changes of agents, sources of tools and documents. */
    ADMIN;

    /** What a key is good for where nothing is said: nothing that reaches others' data or runs tools unasked. */
    public static final Set<Scope> DEFAULT = Set.of(CHAT, RUNS);

    /** As people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when a word between the commas is no scope, or there is none */
    public static Set<Scope> of(String words) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String word : words.split(",", -1)) {
            scopes.add(Arrays.stream(values())
                    .filter(scope -> scope.word().equals(word.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no scope \"" + word.strip()
                            + "\": expected " + words(EnumSet.allOf(Scope.class)) + ", between commas")));
        }
        return Set.copyOf(scopes);
    }

    /** The words between commas, in the order of the enumeration. */
    public static String words(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(","));
    }
}
