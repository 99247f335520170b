package io.alltools.trajectories.generation;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Passage;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Thoughts, calls and observations as text.
 *
 * <pre>{@code
 * Thought: I need the number of orders.
 * Action: execute_sql
 * Action Input: {"query":"SELECT COUNT(*) FROM orders"}
 *
 * Observation: 42
 *
 * Thought: That is the answer.
 * Final Answer: There are 42 orders.
 * }</pre>
 *
 * <p>Source: Yao et al. 2022, ReAct (arXiv 2210.03629), in the layout of LangChain's prompt, which models have seen
 * most.
 */
final class ReactText {

    static final String OBSERVATION = "Observation: ";

    private static final String THOUGHT = "Thought:";
    private static final Pattern ACTION =
            Pattern.compile("^Action:[ \\t]*(.*?)[ \\t]*$(?:\\s*^Action Input:[ \\t]*)?", Pattern.MULTILINE);
    private static final Pattern FINAL = Pattern.compile("^Final Answer:[ \\t]*", Pattern.MULTILINE);
    private static final Pattern FENCED = Pattern.compile("```[a-zA-Z]*\\n(.*?)\\n?```", Pattern.DOTALL);

    private ReactText() {}

    /**
     * What an agent said.
     *
     * @param action the tool's name; empty for an answer
     * @param content the tool's input, or the answer
     */
    record Said(String thought, String action, String content) {

        boolean isAnswer() {
            return action.isEmpty();
        }
    }

    /** What the system message says of tools and form. */
    static String instructions(List<ToolSpec> tools) {
        if (tools.isEmpty()) {
            return "Write in this form:\n\nThought: what you think\nFinal Answer: your answer";
        }
        return "You have these tools:\n\n"
                + tools.stream().map(ReactText::described).collect(Collectors.joining("\n"))
                + "\n\nWrite in this form:\n\nThought: what you think, and why this comes next\nAction: one of "
                + tools.stream().map(ToolSpec::name).collect(Collectors.joining(", "))
                + "\nAction Input: the tool's input\n\nThen stop: you are told the Observation. Go on like that until you"
                + " are done, one action at a time. In the end write:\n\nThought: what you think\nFinal Answer: your"
                + " answer";
    }

    private static String described(ToolSpec tool) {
        return "- " + tool.name() + ": " + tool.description()
                + switch (tool.kind()) {
                    case FUNCTION -> " Its input is a JSON object: " + Json.write(tool.parameters());
                    case BUILT_IN -> " Its input is plain text.";
                };
    }

    /** The system message of a conversation with these tools. */
    static String system(String given, List<ToolSpec> tools) {
        return given.isEmpty() ? instructions(tools) : given + "\n\n" + instructions(tools);
    }

    static String action(String thought, String name, String arguments) {
        return THOUGHT + " " + thought.strip() + "\nAction: " + name + "\nAction Input: " + arguments.strip();
    }

    static String answer(String thought, String text) {
        return thought.isBlank()
                ? "Final Answer: " + text
                : THOUGHT + " " + thought.strip() + "\nFinal Answer: " + text;
    }

    /** An observation under the metadata lines of its passages. */
    static String observation(List<Passage> passages) {
        return OBSERVATION
                + passages.stream()
                        .map(passage -> passage.metadata().isEmpty()
                                ? passage.text()
                                : passage.metadata() + "\n" + passage.text())
                        .collect(Collectors.joining("\n"));
    }

    /** A conversation as an agent without tools sees it. What it thought stands in a turn's reasoning no more. */
    static List<Message> render(List<Message> messages, List<ToolSpec> tools, List<String> thoughts) {
        List<Message> rendered = new ArrayList<>(messages.size());
        boolean instructed = false;
        int turn = 0;
        for (Message message : messages) {
            switch (message) {
                case Message.System system -> {
                    rendered.add(instructed ? system : Message.system(system(system.text(), tools)));
                    instructed = true;
                }
                case Message.User user -> rendered.add(user);
                case Message.Assistant said -> rendered.add(Message.assistant(said(said, thoughts, turn++)));
                case Message.Observation observation -> rendered.add(Message.user(observation(observation.passages())));
            }
        }
        if (!instructed) {
            rendered.addFirst(Message.system(system("", tools)));
        }
        return List.copyOf(rendered);
    }

    private static String said(Message.Assistant said, List<String> thoughts, int turn) {
        String thought = turn < thoughts.size() ? thoughts.get(turn) : "";
        return said.calls().isEmpty()
                ? answer(thought, said.text())
                : said.calls().stream()
                        .map(call -> action(thought, call.name(), call.arguments()))
                        .collect(Collectors.joining("\n"));
    }

    /** Reads what an agent wrote; what has neither action nor answer is an answer as a whole. */
    static Said parse(String text) {
        Matcher last = FINAL.matcher(text);
        Matcher action = ACTION.matcher(text);
        boolean acts = action.find();
        boolean answers = last.find();
        if (acts && (!answers || action.start() < last.start())) {
            String name = action.group(1);
            String content = text.substring(action.end());
            int observation = content.indexOf("\n" + OBSERVATION.strip());
            return new Said(
                    thought(text.substring(0, action.start())),
                    name.isEmpty() ? "(none)" : name,
                    unfenced(observation < 0 ? content : content.substring(0, observation)));
        }
        if (answers) {
            return new Said(
                    thought(text.substring(0, last.start())),
                    "",
                    text.substring(last.end()).strip());
        }
        return new Said("", "", thought(text));
    }

    private static String thought(String text) {
        String thought = text.strip();
        return thought.startsWith(THOUGHT) ? thought.substring(THOUGHT.length()).strip() : thought;
    }

    private static String unfenced(String content) {
        String bare = content.strip();
        Matcher fenced = FENCED.matcher(bare);
        return fenced.matches() ? fenced.group(1) : bare;
    }

    static ToolCall call(Said said, int number) {
        return new ToolCall("call_" + number, said.action(), said.content());
    }
}
