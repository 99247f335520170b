package io.alltools.runtime.chat;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.ModelException;
import io.alltools.agent.Part;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolSpec;
import io.alltools.runtime.grammar.Thinking;
import io.alltools.runtime.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    private final int longestSpecial;

    PromptBuilder(ChatTemplate template, Tokenizer tokenizer) {
        this.template = template;
        this.tokenizer = tokenizer;
        this.specials = Pattern.compile(tokenizer.specials().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
        this.longestSpecial =
                tokenizer.specials().stream().mapToInt(String::length).max().orElse(0);
    }

    /** The tokens after which the model speaks. */
    int[] prompt(List<Message> messages, List<ToolSpec> tools) {
        return prompt(messages, tools, true);
    }

    /** @param answer whether the model speaks next */
    int[] prompt(List<Message> messages, List<ToolSpec> tools, boolean answer) {
        return encode(templateMessages(messages, tools), answer);
    }

    /**
     * The tokens of each beginning of a conversation: of its first message, of its first two, and so on, where no
     * answer follows. A template is a program that may write a message otherwise once another one follows, so each is
     * rendered; but only what is new in it is put into tokens.
     */
    Stream<int[]> beginnings(List<Message> messages, List<ToolSpec> tools) {
        List<List<Map<String, Object>>> entries = templateEntries(messages, tools);
        List<Map<String, Object>> all = entries.stream().flatMap(List::stream).toList();
        char mark = unusedMark(all);
        List<Map<String, Object>> marked = markAll(all, mark);
        return entries.stream()
                .gather(Gatherers.scan(() -> Beginning.NOTHING, (before, own) -> {
                    int end = before.entries() + own.size();
                    return grown(before, end, template.render(marked.subList(0, end), false), String.valueOf(mark));
                }))
                .map(Beginning::ids);
    }

    /**
     * A rendered beginning of a conversation.
     *
     * @param entries so many of the messages as the template reads them
     * @param settled up to this character nothing that follows the text can change the tokens: a special token begins
     *     there
     * @param settledIds how many tokens stand before it
     */
    private record Beginning(int entries, String rendered, int[] ids, int settled, int settledIds) {
        static final Beginning NOTHING = new Beginning(0, "", new int[0], 0, 0);
    }

    private Beginning grown(Beginning before, int entries, String rendered, String mark) {
        boolean grew = rendered.startsWith(before.rendered());
        int from = grew ? before.settled() : 0;
        IntStream.Builder added = IntStream.builder();
        int count = grew ? before.settledIds() : 0;
        int settled = from;
        int settledIds = count;
        int[] kept = Arrays.copyOf(before.ids(), count);
        Matcher matcher = specials.matcher(rendered);
        while (matcher.find(from)) {
            count += text(rendered.substring(from, matcher.start()).replace(mark, ""), added);
            // A longer special token may begin with it.
            if (matcher.start() + longestSpecial <= rendered.length()) {
                settled = matcher.start();
                settledIds = count;
            }
            added.add(tokenizer.special(matcher.group()).orElseThrow());
            count++;
            from = matcher.end();
        }
        text(rendered.substring(from).replace(mark, ""), added);
        int[] ids = IntStream.concat(Arrays.stream(kept), added.build()).toArray();
        return new Beginning(entries, rendered, ids, settled, settledIds);
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

    /** @return how many were added */
    private int text(String text, IntStream.Builder ids) {
        int[] encoded = tokenizer.encode(text);
        for (int id : encoded) {
            ids.add(id);
        }
        return encoded.length;
    }

    /** Messages as GLM-4's template reads them. */
    static List<Map<String, Object>> templateMessages(List<Message> messages, List<ToolSpec> tools) {
        return templateEntries(messages, tools).stream().flatMap(List::stream).toList();
    }

    /** The same for each message by itself. */
    private static List<List<Map<String, Object>>> templateEntries(List<Message> messages, List<ToolSpec> tools) {
        List<List<Map<String, Object>>> result = new ArrayList<>();
        for (Message message : messages) {
            List<Map<String, Object>> own = new ArrayList<>();
            if (result.isEmpty() && !tools.isEmpty()) {
                // The template writes the tools before the first message; a system message of ours can carry them.
                String system = message instanceof Message.System s ? s.text() : "";
                Map<String, Object> first = entry("system", "", system);
                first.put("tools", tools.stream().map(PromptBuilder::tool).toList());
                own.add(first);
                if (!(message instanceof Message.System)) {
                    own.addAll(entries(message));
                }
            } else {
                own.addAll(entries(message));
            }
            result.add(own);
        }
        return result;
    }

    private static List<Map<String, Object>> entries(Message message) {
        return switch (message) {
            case Message.System s -> List.of(entry("system", "", s.text()));
            case Message.User u -> List.of(entry("user", "", textOnly(u)));
            case Message.Assistant a -> {
                List<Map<String, Object>> said = new ArrayList<>();
                if (!a.text().isEmpty()) {
                    said.add(entry("assistant", "", a.text()));
                }
                for (ToolCall call : a.calls()) {
                    said.add(entry("assistant", call.name(), call.arguments()));
                }
                yield said;
            }
            case Message.Observation o ->
                o.passages().stream()
                        .map(passage -> entry("observation", passage.metadata(), passage.text()))
                        .toList();
        };
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
