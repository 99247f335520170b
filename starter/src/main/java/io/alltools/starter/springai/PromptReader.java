package io.alltools.starter.springai;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.Budget;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Constraints;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.Service;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolChoice;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trust;
import io.alltools.starter.SamplingChoice;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.content.MediaContent;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/** Reads Spring AI's prompts. What would change the answer and can't be done is refused, not ignored. */
final class PromptReader {

    private PromptReader() {}

    /**
     * @param options complete: those of the prompt over the model's own
     * @throws IllegalArgumentException when the prompt or an option can't be used
     */
    static ChatRequest read(Prompt prompt, GlmSpringChatOptions options, String modelName) {
        if (options.getModel() != null && !options.getModel().equals(modelName)) {
            throw new IllegalArgumentException(
                    "the model \"" + options.getModel() + "\" does not exist; there is: " + modelName);
        }
        return new ChatRequest(
                messages(prompt),
                tools(options),
                new SamplingChoice(
                                options.getTemperature(),
                                options.getTopK(),
                                options.getTopP(),
                                options.getMinP(),
                                options.getPresencePenalty(),
                                options.getFrequencyPenalty(),
                                options.getRepetitionPenalty(),
                                options.getSeed())
                        .complete(),
                Objects.requireNonNullElse(options.getMaxTokens(), Budget.DEFAULT.maxTokensPerStep()),
                Objects.requireNonNullElse(options.getStopSequences(), List.of()),
                new Constraints(
                        Objects.requireNonNullElse(options.getToolChoice(), ToolChoice.AUTO),
                        Objects.requireNonNullElse(options.getParallelToolCalls(), true),
                        false,
                        Objects.requireNonNullElse(options.getFormat(), AnswerFormat.TEXT)),
                ChatRequest.NO_LOGPROBS,
                Service.INTERACTIVE,
                false);
    }

    private static List<Message> messages(Prompt prompt) {
        List<Message> messages = new ArrayList<>();
        for (org.springframework.ai.chat.messages.Message message : prompt.getInstructions()) {
            switch (message.getMessageType()) {
                case SYSTEM -> messages.add(Message.system(text(message)));
                case USER -> messages.add(new Message.User(parts(message)));
                case ASSISTANT -> messages.add(new Message.Assistant(text(message), calls(message)));
                case TOOL -> messages.addAll(observations(message));
            }
        }
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("the prompt has no messages: expected at least one");
        }
        return List.copyOf(messages);
    }

    private static String text(org.springframework.ai.chat.messages.Message message) {
        return Objects.requireNonNullElse(message.getText(), "");
    }

    private static List<Part> parts(org.springframework.ai.chat.messages.Message message) {
        List<Part> parts = new ArrayList<>(Part.text(text(message)));
        if (message instanceof MediaContent content) {
            content.getMedia().forEach(media -> parts.add(image(media)));
        }
        return List.copyOf(parts);
    }

    private static Part image(Media media) {
        String type = media.getMimeType().toString();
        if (!type.startsWith("image/")) {
            throw new IllegalArgumentException("a message holds media of type " + type + ": expected text");
        }
        Object data = media.getData();
        return new Part.Image(
                data instanceof byte[] bytes
                        ? "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes)
                        : data.toString());
    }

    private static List<ToolCall> calls(org.springframework.ai.chat.messages.Message message) {
        return message instanceof AssistantMessage assistant
                ? assistant.getToolCalls().stream()
                        .map(call -> new ToolCall(call.id(), call.name(), call.arguments()))
                        .toList()
                : List.of();
    }

    /** What a tool found is not known to be the user's own words. */
    private static List<Message> observations(org.springframework.ai.chat.messages.Message message) {
        List<Message> observations = new ArrayList<>();
        if (message instanceof ToolResponseMessage tool) {
            for (ToolResponseMessage.ToolResponse response : tool.getResponses()) {
                observations.add(new Message.Observation(
                        response.id(), List.of(Passage.of(response.responseData())), Trust.UNTRUSTED));
            }
        }
        return observations;
    }

    private static List<ToolSpec> tools(GlmSpringChatOptions options) {
        @Nullable List<ToolCallback> callbacks = options.getToolCallbacks();
        ToolCallingChatOptions.validateToolCallbacks(callbacks);
        return callbacks == null
                ? List.of()
                : callbacks.stream()
                        .map(ToolCallback::getToolDefinition)
                        .map(PromptReader::tool)
                        .toList();
    }

    private static ToolSpec tool(ToolDefinition definition) {
        try {
            return ToolSpec.function(
                    definition.name(), definition.description(), Json.parseObject(definition.inputSchema()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the tool \"" + definition.name() + "\": " + e.getMessage(), e);
        }
    }
}
