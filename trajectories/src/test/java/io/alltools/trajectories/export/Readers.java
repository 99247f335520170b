package io.alltools.trajectories.export;

import io.alltools.agent.Json;
import io.alltools.agent.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads each format's rows as its documentation says that they are read. */
final class Readers {

    private static final Map<String, Function<JsonNode, Said>> ALL = Map.of(
            "agentinstruct", Readers::agentInstruct,
            "glm4", Readers::glm4,
            "llamafactory", Readers::llamaFactory,
            "ms-swift", Readers::swift,
            "trl", Readers::trl,
            "axolotl", Readers::axolotl,
            "openai", Readers::openAi);

    private Readers() {}

    static boolean reads(TrajectoryFormat format) {
        return ALL.containsKey(format.name());
    }

    /** Whether the format keeps arguments as the model spelled them. */
    static boolean asText(TrajectoryFormat format) {
        return format.name().equals("glm4") || format.name().equals("agentinstruct");
    }

    static Said read(TrajectoryFormat format, ObjectNode row) {
        // Through text, as a file has it.
        return ALL.get(format.name()).apply(Json.MAPPER.readTree(Json.write(row)));
    }

    private static Said agentInstruct(JsonNode row) {
        Pattern action = Pattern.compile("(?s)(?:^|\n\n)Action: (\\S+)\n```\n(.*)\n```$");
        List<ObjectNode> tools = new ArrayList<>();
        List<String> turns = new ArrayList<>();
        boolean called = false;
        for (JsonNode turn : row.path("conversations")) {
            String value = turn.path("value").asString();
            if (turn.path("from").asString().equals("gpt")) {
                Matcher matcher = action.matcher(value);
                called = matcher.find();
                turns.add(Said.agent(
                        called ? value.substring(0, matcher.start()) : value,
                        "",
                        called ? List.of(Said.call(matcher.group(1), matcher.group(2))) : List.of(),
                        turn.path("loss").asBoolean()));
            } else if (called) {
                turns.add(Said.observation(value));
                called = false;
            } else {
                turns.addAll(first(value, tools, turns.isEmpty()));
            }
        }
        return new Said(tools, turns);
    }

    /** A person's turn; the first one may begin with instructions and tools. */
    private static List<String> first(String value, List<ObjectNode> tools, boolean first) {
        int task = value.startsWith("# Task\n") ? 0 : value.indexOf("\n# Task\n");
        if (!first || task < 0) {
            return List.of(Said.user(Part.text(value)));
        }
        String user = value.substring(value.indexOf("# Task\n", task) + "# Task\n".length());
        String head = value.substring(0, task);
        int list = head.startsWith("# Tools\n") ? 0 : head.indexOf("\n# Tools\n");
        if (list >= 0) {
            head.substring(head.indexOf("# Tools\n", list) + "# Tools\n".length())
                    .lines()
                    .filter(line -> !line.isEmpty())
                    .map(Json::parseObject)
                    .forEach(tools::add);
            head = list == 0 ? "" : head.substring(0, list + 1);
        } else {
            head = head + "\n";
        }
        return head.isEmpty()
                ? List.of(Said.user(Part.text(user)))
                : List.of(Said.text("system", head.substring(0, head.length() - 2)), Said.user(Part.text(user)));
    }

    private static Said glm4(JsonNode row) {
        List<ObjectNode> tools = new ArrayList<>();
        List<String> turns = new ArrayList<>();
        Pieces pieces = new Pieces(turns);
        List<JsonNode> messages = row.path("messages").valueStream().toList();
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            String content = message.path("content").asString();
            String metadata = message.path("metadata").asString();
            switch (message.path("role").asString()) {
                case "system" -> {
                    message.path("tools").forEach(tool -> tools.add((ObjectNode) tool.path("function")));
                    if (!content.isEmpty()) {
                        turns.add(Said.text("system", content));
                    }
                }
                case "user" -> {
                    pieces.end();
                    turns.add(Said.user(Part.text(content)));
                }
                case "assistant" -> {
                    if (metadata.isEmpty()) {
                        pieces.text(content, true);
                    } else {
                        pieces.call(Said.call(metadata, content), true);
                    }
                }
                case "observation" -> pieces.passage(metadata, content);
                default -> throw new AssertionError(message);
            }
        }
        pieces.end();
        return new Said(tools, turns);
    }

    /** Puts messages together of which several make up one turn. */
    private static final class Pieces {

        private final List<String> turns;
        private final List<String> calls = new ArrayList<>();
        private final List<List<String>> passages = new ArrayList<>();
        private boolean open;
        private String text = "";
        private String reasoning = "";
        private boolean trained;

        Pieces(List<String> turns) {
            this.turns = turns;
        }

        void text(String said, boolean loss) {
            end();
            open = true;
            trained = loss;
            text = said;
            if (text.startsWith("<think>\n")) {
                int end = text.indexOf("\n</think>\n\n");
                reasoning = text.substring("<think>\n".length(), end);
                text = text.substring(end + "\n</think>\n\n".length());
            }
        }

        void call(String call, boolean loss) {
            if (!passages.isEmpty()) {
                end();
            }
            open = true;
            trained = loss;
            calls.add(call);
        }

        void passage(String metadata, String content) {
            passages.add(List.of(metadata, content));
        }

        void end() {
            if (open) {
                turns.add(Said.agent(text, reasoning, List.copyOf(calls), trained));
                passages.forEach(passage -> turns.add(Said.observation(List.of(passage), false)));
            }
            open = false;
            text = "";
            reasoning = "";
            calls.clear();
            passages.clear();
        }
    }

    private static Said llamaFactory(JsonNode row) {
        List<String> turns = new ArrayList<>();
        if (!row.path("system").asString().isEmpty()) {
            turns.add(Said.text("system", row.path("system").asString()));
        }
        int place = 0;
        for (JsonNode turn : row.path("conversations")) {
            String value = turn.path("value").asString();
            boolean odd = place++ % 2 == 0;
            turns.add(
                    switch (turn.path("from").asString() + (odd ? " odd" : " even")) {
                        case "human odd" -> Said.user(Part.text(value));
                        case "observation odd" -> Said.observation(value);
                        case "gpt even" -> Said.agent(value, "", List.of(), true);
                        case "function_call even" -> Said.agent("", "", List.of(jsonCall(value)), true);
                        default -> throw new AssertionError("in a wrong place: " + turn);
                    });
        }
        String tools = row.path("tools").asString();
        return new Said(tools.isEmpty() ? List.of() : functions(Json.MAPPER.readTree(tools)), turns);
    }

    private static Said swift(JsonNode row) {
        List<String> turns = new ArrayList<>();
        Pieces pieces = new Pieces(turns);
        for (JsonNode message : row.path("messages")) {
            String content = message.path("content").asString();
            switch (message.path("role").asString()) {
                case "system" -> turns.add(Said.text("system", content));
                case "user" -> {
                    pieces.end();
                    turns.add(Said.user(Part.text(content)));
                }
                case "assistant" -> pieces.text(content, message.path("loss").asBoolean());
                case "tool_call" ->
                    pieces.call(jsonCall(content), message.path("loss").asBoolean());
                case "tool_response" -> pieces.passage("", content);
                default -> throw new AssertionError(message);
            }
        }
        pieces.end();
        return new Said(
                row.has("tools")
                        ? functions(Json.MAPPER.readTree(row.path("tools").asString()))
                        : List.of(),
                turns);
    }

    private static Said trl(JsonNode row) {
        return new Said(
                row.has("tools")
                        ? functions(Json.MAPPER.readTree(row.path("tools").asString()))
                        : List.of(),
                messages(row.path("messages"), message -> true));
    }

    private static Said axolotl(JsonNode row) {
        return new Said(
                functions(row.path("tools")),
                messages(row.path("messages"), message -> message.path("train").asBoolean()));
    }

    private static Said openAi(JsonNode row) {
        return new Said(
                functions(row.path("tools")),
                messages(row.path("messages"), message -> message.path("weight").asInt() == 1));
    }

    static List<String> messages(JsonNode messages, Function<JsonNode, Boolean> trained) {
        List<String> turns = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (JsonNode message : messages) {
            switch (message.path("role").asString()) {
                case "system" ->
                    turns.add(Said.text("system", message.path("content").asString()));
                case "user" -> turns.add(Said.user(content(message.path("content"))));
                case "assistant" -> {
                    List<String> calls = new ArrayList<>();
                    open.clear();
                    for (JsonNode call : message.path("tool_calls")) {
                        JsonNode arguments = call.at("/function/arguments");
                        String name = call.at("/function/name").asString();
                        open.add(call.has("id") ? call.path("id").asString() : name);
                        calls.add(Said.call(
                                name, arguments.isString() ? canonical(arguments.asString()) : Json.write(arguments)));
                    }
                    turns.add(Said.agent(
                            message.path("content").asString(),
                            message.path("reasoning_content").asString(""),
                            calls,
                            trained.apply(message)));
                }
                case "tool" -> {
                    // A result is of the next call that is open.
                    String of = message.path(message.has("tool_call_id") ? "tool_call_id" : "name")
                            .asString();
                    if (open.isEmpty() || !open.removeFirst().equals(of)) {
                        throw new AssertionError("a result of no open call: " + message);
                    }
                    turns.add(Said.observation(message.path("content").asString()));
                }
                default -> throw new AssertionError(message);
            }
        }
        return turns;
    }

    private static List<Part> content(JsonNode content) {
        if (content.isString()) {
            return Part.text(content.asString());
        }
        return content.valueStream()
                .<Part>map(part -> part.path("type").asString().equals("text")
                        ? new Part.Text(part.path("text").asString())
                        : new Part.Image(part.at("/image_url/url").asString()))
                .toList();
    }

    private static String jsonCall(String json) {
        JsonNode call = Json.MAPPER.readTree(json);
        return Said.call(call.path("name").asString(), Json.write(call.path("arguments")));
    }

    private static String canonical(String arguments) {
        try {
            return Json.write(Json.parseObject(arguments));
        } catch (IllegalArgumentException e) {
            return arguments;
        }
    }

    private static List<ObjectNode> functions(JsonNode tools) {
        return tools.valueStream()
                .map(tool -> (ObjectNode) tool.path("function"))
                .toList();
    }
}
