package io.alltools.trajectories.functions;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The leaderboard's categories of one turn that this environment has. */
enum Category {
    /** One function, one call. */
    SIMPLE,
    /** Several functions, one call. */
    MULTIPLE,
    /** One function, several calls. */
    PARALLEL,
    /** Several functions, several calls. */
    PARALLEL_MULTIPLE,
    /** No function fits. */
    IRRELEVANCE,
    /** Some function fits; which calls are right is not known. Only the leaderboard has such tasks. */
    RELEVANCE;

    /** Those whose right calls, or that there are none, are known. */
    static final List<Category> KNOWN = List.of(SIMPLE, MULTIPLE, PARALLEL, PARALLEL_MULTIPLE, IRRELEVANCE);

    /** Whether tasks come with the calls that are accepted. */
    boolean hasAccepted() {
        return this != IRRELEVANCE && this != RELEVANCE;
    }

    /** The category of a request by how many functions are there and how many calls it needs. */
    static Category of(int functions, int calls) {
        if (calls == 0) {
            return IRRELEVANCE;
        }
        if (calls == 1) {
            return functions == 1 ? SIMPLE : MULTIPLE;
        }
        return functions == 1 ? PARALLEL : PARALLEL_MULTIPLE;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The category of a name such as {@code simple}, {@code simple_python} or {@code live_relevance}.
     *
     * @throws IllegalArgumentException when it is another, such as those of Java or of several turns
     */
    static Category of(String name) {
        String plain = name.replaceFirst("^live_", "").replaceFirst("_python$", "");
        return Arrays.stream(values())
                .filter(category -> category.id().equals(plain))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the category \"" + name + "\" is none of "
                        + List.of(values()).stream().map(Category::id).toList()
                        + ", also with live_ before it or _python behind it"));
    }
}
