package io.alltools.runtime.chat;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.ModelException;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolSpec;
import io.alltools.runtime.grammar.Thinking;
import io.alltools.runtime.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Conversations to prompt tokens.
 *
 * <p>Only the template may write special tokens. So each spelling of one inside a message or a tool's description gets
 * a mark before it is rendered; afterwards what carries the mark is text, and what does not is the token.
 */
final class PromptBuilder {

    private final ChatTemplate template;
    private final Tokenizer tokenizer;
    private final Pattern specials;

    PromptBuilder(ChatTemplate template, Tokenizer tokenizer) {
        this.template = template;
        this.tokenizer = tokenizer;
        this.specials = Pattern.compile(tokenizer.specials().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
    }

    /** The tokens after which the model speaks. */
    int[] prompt(List<Message> messages, List<ToolSpec> tools) {
        return prompt(messages, tools, true);
    }

    /** @param answer whether the model speaks next */
    int[] prompt(List<Message> messages, List<ToolSpec> tools, boolean answer) {
        return encode(templateMessages(messages, tools), answer);
    }

    /** The tokens of a prompt that was written by hand: each spelling of a special token is that token. */
    int[] spelled(String text) {
        return tokens(text, UnaryOperator.identity());
    }

    /** By what the template writes where the model speaks next, and by the vocabulary's tokens. */
    Thinking thinking() {
        Thinking.Begin begin = template.opensThoughts()
                ? Thinking.Begin.IN_PROMPT
                : template.knowsThoughts() || tokenizer.special("</think>").isPresent()
                        ? Thinking.Begin.WITH_TURN
                        : Thinking.Begin.NEVER;
        return new Thinking(
                begin,
                tokenizer.special("<think>").orElse(Thinking.AS_TEXT),
                tokenizer.special("</think>").orElse(Thinking.AS_TEXT));
    }

    int[] encode(List<Map<String, Object>> messages, boolean addGenerationPrompt) {
        char mark = unusedMark(messages);
        return tokens(
                template.render(markAll(messages, mark), addGenerationPrompt),
                text -> text.replace(String.valueOf(mark), ""));
    }

    /** @param plain what is done with the text between special tokens */
    private int[] tokens(String rendered, UnaryOperator<String> plain) {
        IntStream.Builder ids = IntStream.builder();
        Matcher matcher = specials.matcher(rendered);
        int from = 0;
        while (matcher.find()) {
            text(plain.apply(rendered.substring(from, matcher.start())), ids);
            ids.add(tokenizer.special(matcher.group()).orElseThrow());
            from = matcher.end();
        }
        text(plain.apply(rendered.substring(from)), ids);
        return ids.build().toArray();
    }

    private void text(String text, IntStream.Builder ids) {
        for (int id : tokenizer.encode(text)) {
            ids.add(id);
        }
    }

    /** Messages as GLM-4's template reads them. */
    static List<Map<String, Object>> templateMessages(List<Message> messages, List<ToolSpec> tools) {
        List<Map<String, Object>> result = new ArrayList<>();
        boolean toolsShown = tools.isEmpty();
        for (Message message : messages) {
            if (!toolsShown) {
                // The template writes the tools before the first message; a system message of ours can carry them.
                String system = message instanceof Message.System s ? s.text() : "";
                result.add(entry("system", "", system));
                result.getFirst()
                        .put("tools", tools.stream().map(PromptBuilder::tool).toList());
                toolsShown = true;
                if (message instanceof Message.System) {
                    continue;
                }
            }
            switch (message) {
                case Message.System s -> result.add(entry("system", "", s.text()));
                case Message.User u -> result.add(entry("user", "", textOnly(u)));
                case Message.Assistant a -> {
                    if (!a.text().isEmpty()) {
                        result.add(entry("assistant", "", a.text()));
                    }
                    for (ToolCall call : a.calls()) {
                        result.add(entry("assistant", call.name(), call.arguments()));
                    }
                }
                case Message.Observation o -> {
                    for (Passage passage : o.passages()) {
                        result.add(entry("observation", passage.metadata(), passage.text()));
                    }
                }
            }
        }
        return result;
    }

    private static Map<String, Object> entry(String role, String metadata, String content) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("role", role);
        entry.put("metadata", metadata);
        entry.put("content", content);
        return entry;
    }

    private static Map<String, Object> tool(ToolSpec spec) {
        return switch (spec.kind()) {
            case BUILT_IN -> Map.of("type", spec.name());
            case FUNCTION -> {
                Map<String, Object> function = new LinkedHashMap<>();
                function.put("name", spec.name());
                function.put("description", spec.description());
                function.put("parameters", Json.MAPPER.convertValue(spec.parameters(), LinkedHashMap.class));
                yield Map.of("type", "function", "function", function);
            }
        };
    }

    private static String textOnly(Message.User user) {
        if (user.content().stream().anyMatch(part -> part instanceof Part.Image)) {
            throw new ModelException(
                    ModelException.Kind.INVALID_REQUEST, "this model reads text only; the message holds an image");
        }
        return user.text();
    }

    /** A Unicode noncharacter that occurs nowhere in these values. */
    private static char unusedMark(Object value) {
        String all = PythonJson.dumps(value, -1);
        for (char mark = '\uFDD0'; mark <= '\uFDEF'; mark++) {
            if (all.indexOf(mark) < 0) {
                return mark;
            }
        }
        throw new ModelException(
                ModelException.Kind.INVALID_REQUEST, "the messages use every noncharacter from U+FDD0 to U+FDEF");
    }

    private List<Map<String, Object>> markAll(List<Map<String, Object>> messages, char mark) {
        List<Map<String, Object>> marked = new ArrayList<>();
        for (Map<String, Object> message : messages) {
            Map<String, Object> copy = new LinkedHashMap<>(message);
            copy.replaceAll((key, value) -> key.equals("role") ? value : Objects.requireNonNull(mark(value, mark)));
            marked.add(copy);
        }
        return marked;
    }

    private @Nullable Object mark(@Nullable Object value, char mark) {
        return switch (value) {
            // As in the enumeration of a schema whose value may be missing.
            case null -> null;
            case String text ->
                specials.matcher(text)
                        .replaceAll(
                                found -> Matcher.quoteReplacement(found.group().charAt(0)
                                        + String.valueOf(mark)
                                        + found.group().substring(1)));
            case List<?> list -> list.stream().map(item -> mark(item, mark)).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(mark(key, mark), mark(item, mark)));
                yield copy;
            }
            default -> value;
        };
    }
}
