package io.alltools.starter.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.internal.JsonSchemaElementJsonUtils;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
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
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads LangChain4j's requests. What would change the answer and can't be done is refused, not ignored. */
final class RequestReader {

    private RequestReader() {}

    /**
     * @throws IllegalArgumentException when a parameter can't be used
     * @throws ModelNotFoundException when the request names another model
     * @throws UnsupportedFeatureException when a message holds what this model can't read
     */
    static ChatRequest read(
            dev.langchain4j.model.chat.request.ChatRequest request,
            GlmLangChainParameters parameters,
            String modelName) {
        if (parameters.modelName() != null && !parameters.modelName().equals(modelName)) {
            throw new ModelNotFoundException(
                    "the model \"" + parameters.modelName() + "\" does not exist; there is: " + modelName);
        }
        return new ChatRequest(
                request.messages().stream().map(RequestReader::message).toList(),
                parameters.toolSpecifications().stream()
                        .map(RequestReader::tool)
                        .toList(),
                new SamplingChoice(
                                parameters.temperature(),
                                parameters.topK(),
                                parameters.topP(),
                                parameters.minP(),
                                parameters.presencePenalty(),
                                parameters.frequencyPenalty(),
                                parameters.repetitionPenalty(),
                                parameters.seed())
                        .complete(),
                Objects.requireNonNullElse(parameters.maxOutputTokens(), Budget.DEFAULT.maxTokensPerStep()),
                parameters.stopSequences(),
                new Constraints(
                        toolChoice(parameters),
                        Objects.requireNonNullElse(parameters.parallelToolCalls(), true),
                        parameters.toolSpecifications().stream().anyMatch(tool -> Boolean.TRUE.equals(tool.strict())),
                        format(parameters.responseFormat())),
                ChatRequest.NO_LOGPROBS,
                Service.INTERACTIVE,
                false);
    }

    /** Thoughts of earlier turns are in no later prompt. */
    private static Message message(ChatMessage message) {
        return switch (message) {
            case SystemMessage system -> Message.system(system.text());
            case UserMessage user ->
                new Message.User(
                        user.contents().stream().map(RequestReader::part).toList());
            case AiMessage answer ->
                new Message.Assistant(
                        Objects.requireNonNullElse(answer.text(), ""),
                        answer.toolExecutionRequests().stream()
                                .map(call -> new ToolCall(
                                        Objects.requireNonNullElse(call.id(), ""),
                                        call.name(),
                                        Objects.requireNonNullElse(call.arguments(), "")))
                                .toList());
            // What a tool found is not known to be the user's own words.
            case ToolExecutionResultMessage result ->
                new Message.Observation(
                        Objects.requireNonNullElse(result.id(), ""),
                        List.of(new Passage(
                                "",
                                result.contents().stream()
                                        .map(RequestReader::part)
                                        .toList())),
                        Trust.UNTRUSTED);
            default ->
                throw new UnsupportedFeatureException("a message of type " + message.type()
                        + " can't be sent to the model: expected system, user, AI or tool execution result");
        };
    }

    private static Part part(Content content) {
        return switch (content) {
            case TextContent text -> new Part.Text(text.text());
            case ImageContent image -> new Part.Image(uri(image));
            default ->
                throw new UnsupportedFeatureException("a message holds content of type "
                        + content.type().name().toLowerCase(Locale.ROOT) + ": expected text");
        };
    }

    private static String uri(ImageContent image) {
        return image.image().url() != null
                ? image.image().url().toString()
                : "data:" + image.image().mimeType() + ";base64,"
                        + image.image().base64Data();
    }

    private static ToolSpec tool(ToolSpecification tool) {
        return ToolSpec.function(
                tool.name(), Objects.requireNonNullElse(tool.description(), ""), schema(tool.parameters()));
    }

    /** Null parameters are none. */
    private static ObjectNode schema(@Nullable JsonSchemaElement element) {
        if (element == null) {
            ObjectNode none = Json.object().put("type", "object");
            none.putObject("properties");
            return none;
        }
        return Json.MAPPER.valueToTree(JsonSchemaElementJsonUtils.toMap(element));
    }

    private static ToolChoice toolChoice(GlmLangChainParameters parameters) {
        if (parameters.toolName() != null) {
            return new ToolChoice.Named(parameters.toolName());
        }
        dev.langchain4j.model.chat.request.@Nullable ToolChoice choice = parameters.toolChoice();
        return choice == null
                ? ToolChoice.AUTO
                : switch (choice) {
                    case AUTO -> ToolChoice.AUTO;
                    case REQUIRED -> ToolChoice.REQUIRED;
                    case NONE -> ToolChoice.NONE;
                };
    }

    private static AnswerFormat format(@Nullable ResponseFormat format) {
        return format == null
                ? AnswerFormat.TEXT
                : switch (format.type()) {
                    case TEXT -> AnswerFormat.TEXT;
                    case JSON ->
                        format.jsonSchema() == null
                                ? AnswerFormat.JSON_OBJECT
                                : new AnswerFormat.JsonSchema(
                                        answer(format.jsonSchema().rootElement()), false);
                };
    }

    private static ObjectNode answer(JsonSchemaElement element) {
        ObjectNode schema = schema(element);
        if (!(element instanceof JsonRawSchema)) {
            close(schema);
        }
        return schema;
    }

    /** LangChain4j's schemas name the members of a class, and its parsers fail at any other. */
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").size() > 0
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(RequestReader::close);
    }
}
