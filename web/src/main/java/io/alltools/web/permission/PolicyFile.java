package io.alltools.web.permission;

import io.alltools.agent.Json;
import io.alltools.agent.PolicyRule;
import io.alltools.agent.ToolPolicy.Verdict;
import io.alltools.agent.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A policy file, in YAML or JSON: {@code {rules: [{tool, verdict, arguments?, session?, trust?}], approvalMinutes?}},
 * or the list of rules alone. A field that is unknown is an error, since a mistyped condition would make its rule match
 * more than was meant.
 */
final class PolicyFile {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<String> FIELDS = Set.of("rules", "approvalMinutes");
    private static final Set<String> RULE_FIELDS = Set.of("tool", "verdict", "arguments", "session", "trust");
    /** Thirty days. */
    private static final int MAX_MINUTES = 43_200;

    private static final int MAX_SHOWN = 60;

    private final Path file;

    PolicyFile(Path file) {
        this.file = file;
    }

    Permissions read() {
        JsonNode root = tree();
        if (root.isArray()) {
            return new Permissions(rules(root), Permissions.SAFE.expiry());
        }
        if (!root.isObject()) {
            throw wrong("the file", "a list of rules, or an object with rules and approvalMinutes", root);
        }
        known(root, FIELDS, "");
        JsonNode rules = root.path("rules");
        if (!rules.isMissingNode() && !rules.isArray()) {
            throw wrong("rules", "a list of rules", rules);
        }
        JsonNode minutes = root.path("approvalMinutes");
        if (minutes.isMissingNode()) {
            return new Permissions(rules(rules), Permissions.SAFE.expiry());
        }
        if (!minutes.isIntegralNumber()
                || !minutes.canConvertToInt()
                || minutes.asInt() < 1
                || minutes.asInt() > MAX_MINUTES) {
            throw wrong("approvalMinutes", "a whole number from 1 to " + MAX_MINUTES, minutes);
        }
        return new Permissions(rules(rules), Duration.ofMinutes(minutes.asInt()));
    }

    private JsonNode tree() {
        try {
            return YAML.readTree(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("policy " + file + ": there is no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("policy " + file + ": can't be read: " + e.getMessage(), e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("policy " + file + ": not valid YAML or JSON: " + Json.where(e), e);
        }
    }

    private List<PolicyRule> rules(JsonNode list) {
        List<PolicyRule> rules = new ArrayList<>();
        for (JsonNode node : list) {
            rules.add(rule(node, "rules[" + rules.size() + "]"));
        }
        return rules;
    }

    private PolicyRule rule(JsonNode node, String at) {
        if (!node.isObject()) {
            throw wrong(at, "an object with tool and verdict", node);
        }
        known(node, RULE_FIELDS, at + ".");
        String tool = text(node, at, "tool", "a tool's name, in which * stands for any characters");
        if (tool == null || tool.isBlank()) {
            throw wrong(at + ".tool", "a tool's name, in which * stands for any characters", node.path("tool"));
        }
        Verdict verdict = choice(node, at, "verdict", Verdict.values());
        if (verdict == null) {
            throw wrong(at + ".verdict", names(Verdict.values()), node.path("verdict"));
        }
        return new PolicyRule(
                verdict,
                tool,
                pattern(node, at),
                text(node, at, "session", "a session's id"),
                choice(node, at, "trust", Trust.values()));
    }

    private @Nullable String pattern(JsonNode node, String at) {
        String pattern = text(node, at, "arguments", "a regular expression");
        if (pattern == null) {
            return null;
        }
        try {
            return Pattern.compile(pattern).pattern();
        } catch (PatternSyntaxException e) {
            throw wrong(at + ".arguments", "a regular expression (" + e.getDescription() + ")", node.path("arguments"));
        }
    }

    private <E extends Enum<E>> @Nullable E choice(JsonNode node, String at, String field, E[] values) {
        String text = text(node, at, field, names(values));
        return text == null
                ? null
                : Arrays.stream(values)
                        .filter(value -> value.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> wrong(at + "." + field, names(values), node.path(field)));
    }

    /** Null where the field is missing; an empty one is an error, since it may stand for a value that was forgotten. */
    private @Nullable String text(JsonNode node, String at, String field, String expected) {
        JsonNode value = node.path(field);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isString()) {
            throw wrong(at + "." + field, expected, value);
        }
        return value.asString();
    }

    private void known(JsonNode node, Set<String> fields, String at) {
        for (String name : node.propertyNames()) {
            if (!fields.contains(name)) {
                throw new IllegalArgumentException("policy " + file + ": " + at + name + " is unknown: expected one of "
                        + String.join(", ", new TreeSet<>(fields)));
            }
        }
    }

    private static String names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
    }

    private IllegalArgumentException wrong(String where, String expected, JsonNode found) {
        String value = found.isMissingNode() ? "missing" : found.toString();
        return new IllegalArgumentException("policy " + file + ": " + where + " is "
                + (value.length() > MAX_SHOWN ? value.substring(0, MAX_SHOWN) + "…" : value) + ": expected "
                + expected);
    }
}
