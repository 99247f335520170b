package io.alltools.web.permission;

import io.alltools.agent.PolicyRule;
import io.alltools.agent.ToolPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Which calls of a run may be made.
 *
 * @param rules tried in their order; {@link ToolPolicy#safe()} decides what none of them matches
 * @param expiry how long a run waits for a person's decision
 */
public record Permissions(List<PolicyRule> rules, Duration expiry) {

    /** No rules, and an hour for a decision. */
    public static final Permissions SAFE = new Permissions(List.of(), Duration.ofHours(1));

    /** The variable that names a policy file. */
    public static final String VARIABLE = "ALLTOOLS_POLICY";

    public Permissions {
        rules = List.copyOf(rules);
    }

    /**
     * Reads a policy file.
     *
     * @throws IllegalArgumentException with one line that names the file, the entry, the field and what was expected
     */
    public static Permissions read(Path file) {
        return new PolicyFile(file).read();
    }

    /** As {@link #VARIABLE} says; {@link #SAFE} where it is not set. */
    public static Permissions of(Map<String, String> environment) {
        String file = environment.getOrDefault(VARIABLE, "").strip();
        return file.isEmpty() ? SAFE : read(Path.of(file));
    }

    public ToolPolicy policy() {
        return ToolPolicy.of(rules);
    }
}
