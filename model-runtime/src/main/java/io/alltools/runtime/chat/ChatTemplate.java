package io.alltools.runtime.chat;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.lib.filter.AdvancedFilter;
import io.alltools.agent.Json;
import io.alltools.agent.ModelException;
import io.alltools.runtime.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A checkpoint's own chat template, rendered as transformers does: {@code trim_blocks} and {@code lstrip_blocks} on,
 * and a {@code tojson} that writes Python's JSON.
 */
public final class ChatTemplate {

    private final Jinjava jinjava;
    private final String template;

    public ChatTemplate(String template) {
        this.template = template;
        this.jinjava = new Jinjava(JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                // Whatever looks like a template inside a message is text.
                .withNestedInterpretationEnabled(false)
                .build());
        jinjava.getGlobalContext().registerFilter(new ToJson());
    }

    /**
     * The template of a checkpoint folder: {@code chat_template.jinja}, or {@code chat_template} in
     * tokenizer_config.json.
     *
     * @throws CheckpointException when it has none
     */
    public static ChatTemplate open(Path folder) {
        Path own = folder.resolve("chat_template.jinja");
        Path config = folder.resolve("tokenizer_config.json");
        try {
            if (Files.isRegularFile(own)) {
                return new ChatTemplate(Files.readString(own));
            }
            if (Files.isRegularFile(config)) {
                String template = Json.parseObject(Files.readString(config))
                        .path("chat_template")
                        .asString("");
                if (!template.isEmpty()) {
                    return new ChatTemplate(template);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new CheckpointException(folder, "its chat template can't be read: " + e.getMessage(), e);
        }
        throw new CheckpointException(
                config, "has no \"chat_template\", and there is no chat_template.jinja beside it");
    }

    /**
     * Renders messages in HuggingFace's form: maps with {@code role}, {@code content} and, for GLM-4, {@code metadata}
     * and {@code tools}.
     *
     * @param addGenerationPrompt whether the model speaks next
     */
    public String render(List<Map<String, Object>> messages, boolean addGenerationPrompt) {
        RenderResult result = jinjava.renderForResult(
                template, Map.of("messages", messages, "add_generation_prompt", addGenerationPrompt));
        if (result.hasErrors()) {
            throw new ModelException(
                    ModelException.Kind.FAILED,
                    "the chat template can't be rendered: "
                            + result.getErrors().stream()
                                    .map(error -> error.getMessage() + " (line " + error.getLineno() + ")")
                                    .collect(Collectors.joining("; ")));
        }
        return result.getOutput();
    }

    /** Whether the prompt ends with {@code <think>}, so that the model's turn begins inside its reasoning. */
    boolean opensThoughts() {
        return knowsThoughts()
                && render(List.of(Map.of("role", "user", "content", "?", "metadata", "")), true)
                        .stripTrailing()
                        .endsWith("<think>");
    }

    /** Whether the template writes reasoning, or takes it out of earlier turns. */
    boolean knowsThoughts() {
        return template.contains("<think>") || template.contains("</think>");
    }

    /**
     * {@code tojson(indent=None)} as transformers defines it: no ASCII escapes, no HTML escapes, keys in their order.
     */
    private static final class ToJson implements AdvancedFilter {

        @Override
        public String getName() {
            return "tojson";
        }

        @Override
        public Object filter(
                Object value, JinjavaInterpreter interpreter, Object[] arguments, Map<String, Object> keywords) {
            Object indent = keywords.getOrDefault("indent", arguments.length > 0 ? arguments[0] : null);
            return PythonJson.dumps(value, indent instanceof Number n ? n.intValue() : -1);
        }
    }
}
