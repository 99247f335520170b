package io.alltools.trajectories.curation;

import io.alltools.agent.Json;
import io.alltools.agent.guard.Redaction;
import io.alltools.agent.guard.Sensitive;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Scrubs one record and remembers which placeholder stands for what; used once. */
final class ScrubbedRecord {

    /** What of {@code extra} people and environments write; the rest is the program's own. */
    private static final List<String> WRITTEN = List.of("task", "note", "gold", "score", "outcome");

    /** One that was put in its place before; members named "password" hold it, too. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\[[A-Z_]{3,20}[0-9]{0,6}]");

    /** What is shorter may be a word of its own elsewhere. */
    private static final int SHORTEST_KNOWN = 8;

    private final Redaction redaction;
    private final Map<String, String> placeholders = new HashMap<>();
    private final Map<Sensitive, Integer> numbers = new EnumMap<>(Sensitive.class);
    /** Secrets that were found somewhere, to be taken out everywhere; the longest first. */
    private final SortedMap<String, Sensitive> known =
            new TreeMap<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /** Strings that nothing was found in: most come up again, as a value of JSON and in the second round. */
    private final Set<String> clean = new HashSet<>();

    private final List<String> changes = new ArrayList<>();

    ScrubbedRecord(Redaction redaction) {
        this.redaction = redaction;
    }

    /** What was done, as often as it was; see {@link Verdict.Changed}. */
    List<String> changes() {
        return changes;
    }

    AtifTrajectory of(AtifTrajectory trajectory) {
        AtifTrajectory now = scrubbed(trajectory);
        if (known.isEmpty()) {
            return now;
        }
        // A password is given away in one place and stands in others without a word on what it is.
        changes.clear();
        return scrubbed(trajectory);
    }

    private AtifTrajectory scrubbed(AtifTrajectory trajectory) {
        AtifTrajectory now =
                trajectory.withSteps(trajectory.steps().stream().map(this::step).toList());
        ObjectNode extra = trajectory.extra().deepCopy();
        for (String name : WRITTEN) {
            if (extra.has(name)) {
                extra.set(name, tree(extra.get(name)));
            }
        }
        return now.withExtra(extra);
    }

    private AtifTrajectory.Step step(AtifTrajectory.Step step) {
        AtifTrajectory.Step now = step.withMessage(Texts.mapped(step.message(), this::text));
        if (step.reasoningContent() != null) {
            now = now.withReasoning(text(step.reasoningContent()));
        }
        if (step.toolCalls() != null) {
            now = now.withToolCalls(step.toolCalls().stream().map(this::call).toList());
        }
        if (step.observation() != null) {
            now = now.withObservation(new AtifTrajectory.Observation(
                    step.observation().results().stream().map(this::result).toList()));
        }
        if (step.extra() != null && step.extra().path("note").isString()) {
            ObjectNode extra = step.extra().deepCopy();
            now = now.withExtra(extra.put("note", text(extra.path("note").asString())));
        }
        return now;
    }

    private AtifTrajectory.ToolCall call(AtifTrajectory.ToolCall call) {
        ObjectNode arguments = (ObjectNode) tree(call.arguments());
        ObjectNode extra = call.extra();
        if (extra != null && extra.path("raw_arguments").isString()) {
            extra = extra.deepCopy();
            extra.put("raw_arguments", text(extra.path("raw_arguments").asString()));
        }
        return new AtifTrajectory.ToolCall(call.toolCallId(), call.functionName(), arguments, extra);
    }

    private AtifTrajectory.Result result(AtifTrajectory.Result result) {
        ObjectNode extra = result.extra();
        if (extra.path("passages").isArray()) {
            extra = extra.deepCopy();
            for (JsonNode passage : extra.path("passages")) {
                if (passage instanceof ObjectNode object
                        && object.path("metadata").isString()) {
                    object.put("metadata", plain(object.path("metadata").asString()));
                }
            }
        }
        return new AtifTrajectory.Result(result.sourceCallId(), Texts.mapped(result.content(), this::text), extra);
    }

    /** A text that is JSON stays so, and as it was written where nothing is found. */
    private String text(String text) {
        String bare = text.strip();
        if (!bare.startsWith("{") && !bare.startsWith("[")) {
            return plain(text);
        }
        JsonNode node;
        try {
            node = Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            return plain(text);
        }
        String redacted = redaction.redactJson(text, this::placeholder);
        JsonNode parsed = redacted.equals(text) ? node : Json.MAPPER.readTree(redacted);
        // Something may stand in a name or in a number.
        JsonNode now = tree(parsed);
        return now.equals(parsed) ? redacted : Json.write(now);
    }

    private String plain(String text) {
        String now = redacted(text);
        for (Map.Entry<String, Sensitive> secret : known.entrySet()) {
            if (now.contains(secret.getKey())) {
                now = now.replace(secret.getKey(), placeholder(secret.getValue(), secret.getKey()));
            }
        }
        return now;
    }

    private String redacted(String text) {
        if (clean.contains(text)) {
            return text;
        }
        String now = redaction.redact(text, this::placeholder);
        if (now.equals(text)) {
            clean.add(text);
        }
        return now;
    }

    /** Looks into each string, with the name that may give it away, and into each number and name by itself. */
    private JsonNode tree(JsonNode node) {
        return tree(null, node);
    }

    private JsonNode tree(@Nullable String name, JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode now = Json.object();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                now.set(plain(member.getKey()), tree(member.getKey(), member.getValue()));
            }
            return now;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode now = Json.MAPPER.createArrayNode();
            array.forEach(element -> now.add(tree(name, element)));
            return now;
        }
        if (node.isString() || node.isIntegralNumber()) {
            String value = node.asString();
            String now = name != null && node.isString() && redaction.isPassword(name, value)
                    ? placeholder(Sensitive.PASSWORD, value)
                    : plain(value);
            return now.equals(value) ? node : Json.MAPPER.getNodeFactory().stringNode(now);
        }
        return node;
    }

    private String placeholder(Sensitive kind, String found) {
        if (PLACEHOLDER.matcher(found).matches()) {
            return found;
        }
        changes.add("scrubbed_" + Scrub.id(kind));
        if (Sensitive.SECRETS.contains(kind) && found.length() >= SHORTEST_KNOWN) {
            known.put(found, kind);
        }
        return placeholders.computeIfAbsent(found, key -> {
            int number = numbers.merge(kind, 1, Integer::sum);
            return "[" + kind.name() + "_" + number + "]";
        });
    }
}
