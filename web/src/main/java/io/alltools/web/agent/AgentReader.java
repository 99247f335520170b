package io.alltools.web.agent;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.Budget;
import io.alltools.agent.Json;
import io.alltools.agent.PolicyRule;
import io.alltools.agent.ToolPolicy;
import io.alltools.agent.Trust;
import io.alltools.tools.ToolFile;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import io.alltools.web.http.SamplingFields;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads the definition of an agent; each error names the field, what it held and what was expected. */
final class AgentReader {

    private static final List<String> FIELDS = List.of(
            "name",
            "description",
            "instructions",
            "tools",
            "knowledge",
            "model",
            "sampling",
            "budget",
            "answer",
            "agents",
            "policy");
    private static final List<String> BUDGET =
            List.of("steps", "toolCalls", "tokens", "tokensPerStep", "seconds", "cost");
    private static final List<String> RULE = List.of("verdict", "tool", "arguments", "session", "trust");
    private static final int MAX_STEPS = 1000;

    private final JsonFields fields;
    private final Path folder;

    private AgentReader(JsonFields fields, Path folder) {
        this.fields = fields;
        this.folder = folder;
    }

    /**
     * @param folder what paths are relative to
     * @throws ApiError when a field can't be used
     */
    static AgentDefinition read(ObjectNode json, Path folder) {
        return new AgentReader(new JsonFields(json, ""), folder).read();
    }

    private AgentDefinition read() {
        allowOnly(fields, FIELDS);
        JsonFields sampling = object("sampling");
        allowOnly(sampling, SamplingFields.NAMES);
        JsonFields answer = fields.object("answer");
        String knowledge = text("knowledge");
        return new AgentDefinition(
                name(),
                text("description"),
                text("instructions"),
                texts("tools").stream().map(this::tool).toList(),
                knowledge.isEmpty() ? null : path("knowledge", knowledge),
                text("model"),
                SamplingFields.read(sampling),
                budget(object("budget")),
                answer == null ? AnswerFormat.TEXT : new AnswerFormat.JsonSchema(answer.json(), false),
                texts("agents"),
                fields.objects("policy").stream().map(this::rule).toList(),
                folder);
    }

    private String name() {
        String name = fields.requiredText("name");
        if (!AgentFolder.isName(name)) {
            throw ApiError.invalid("name", "name \"" + name + "\" is not usable: expected " + AgentFolder.NAME_RULE);
        }
        return name;
    }

    private String tool(String word) {
        return ToolFile.isLocation(word) && !word.contains("://")
                ? path("tools", word).toString()
                : word;
    }

    private Path path(String field, String text) {
        try {
            return folder.resolve(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw ApiError.invalid(field, field + " \"" + text + "\" is no path: " + e.getReason());
        }
    }

    private Budget budget(JsonFields given) {
        allowOnly(given, BUDGET);
        Budget usual = Budget.DEFAULT;
        Integer seconds = given.integer("seconds", 1, 7 * 24 * 3600);
        Double cost = given.number("cost");
        if (cost != null && !(cost >= 0 && cost <= 1e9)) {
            throw ApiError.invalid(
                    given.name("cost"), given.name("cost") + " " + cost + " is out of range: expected 0 or more");
        }
        return new Budget(
                or(given.integer("steps", 1, MAX_STEPS), usual.steps()),
                or(given.integer("toolCalls", 0, 10_000), usual.toolCalls()),
                or(given.integer("tokens", 1, Integer.MAX_VALUE), usual.tokens()),
                or(given.integer("tokensPerStep", 1, Integer.MAX_VALUE), usual.maxTokensPerStep()),
                seconds == null ? usual.wallTime() : Duration.ofSeconds(seconds),
                cost == null ? usual.cost() : BigDecimal.valueOf(cost));
    }

    private PolicyRule rule(JsonFields given) {
        allowOnly(given, RULE);
        String trust = given.text("trust");
        try {
            return new PolicyRule(
                    oneOf(given, "verdict", given.requiredText("verdict"), ToolPolicy.Verdict.values()),
                    given.requiredText("tool"),
                    given.text("arguments"),
                    given.text("session"),
                    trust == null ? null : oneOf(given, "trust", trust, Trust.values()));
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid(given.name("arguments"), String.valueOf(e.getMessage()));
        }
    }

    private static <E extends Enum<E>> E oneOf(JsonFields given, String field, String text, E[] values) {
        return Arrays.stream(values)
                .filter(value -> value.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> ApiError.invalid(
                        given.name(field),
                        given.name(field) + " is \"" + text + "\": expected one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(values)
                                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                                .toList())));
    }

    private static void allowOnly(JsonFields given, List<String> known) {
        for (String field : given.json().propertyNames()) {
            if (!known.contains(field)) {
                throw ApiError.invalid(
                        given.name(field),
                        "there is no field \"" + given.name(field) + "\": expected " + String.join(", ", known));
            }
        }
    }

    private JsonFields object(String field) {
        JsonFields object = fields.object(field);
        return object == null ? new JsonFields(Json.object(), field) : object;
    }

    private String text(String field) {
        return Objects.requireNonNullElse(fields.text(field), "").strip();
    }

    private List<String> texts(String field) {
        List<String> texts = fields.texts(field);
        return texts == null ? List.of() : List.copyOf(texts);
    }

    private static int or(@Nullable Integer given, int usual) {
        return given == null ? usual : given;
    }
}
