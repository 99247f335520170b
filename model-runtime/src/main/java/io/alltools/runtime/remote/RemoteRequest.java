package io.alltools.runtime.remote;

import com.openai.core.JsonValue;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonObject;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletionAllowedToolChoice;
import com.openai.models.chat.completions.ChatCompletionAllowedTools;
import com.openai.models.chat.completions.ChatCompletionAssistantMessageParam;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionNamedToolChoice;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import io.alltools.agent.AnswerFormat;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Constraints;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.ModelException;
import io.alltools.agent.Part;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolChoice;
import io.alltools.agent.ToolSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A request in the words of OpenAI's API. */
final class RemoteRequest {

    /** Where {@code max_tokens} is refused by newer models; everywhere else it is what all know. */
    private static final String OPENAI = "api.openai.com";

    private final RemoteSettings settings;
    private final ChatRequest request;
    private final ChatCompletionCreateParams.Builder params = ChatCompletionCreateParams.builder();

    private RemoteRequest(RemoteSettings settings, ChatRequest request) {
        this.settings = settings;
        this.request = request;
    }

    /** @throws ModelException when the request holds what an endpoint can't get */
    static ChatCompletionCreateParams of(RemoteSettings settings, ChatRequest request) {
        RemoteRequest made = new RemoteRequest(settings, request);
        made.params
                .model(settings.model())
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build());
        request.messages().forEach(made::message);
        request.tools().forEach(made::tool);
        made.constraints(request.constraints());
        made.sampling(request.sampling());
        made.limits();
        return made.params.build();
    }

    private void message(Message message) {
        switch (message) {
            case Message.System system -> params.addSystemMessage(system.text());
            case Message.User user -> user(user);
            case Message.Assistant assistant -> assistant(assistant);
            case Message.Observation observation ->
                params.addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(observation.callId())
                        .content(text(observation))
                        .build());
        }
    }

    private void user(Message.User user) {
        if (user.content().stream().noneMatch(Part.Image.class::isInstance)) {
            params.addUserMessage(user.text());
            return;
        }
        params.addUserMessageOfArrayOfContentParts(
                user.content().stream().map(RemoteRequest::part).toList());
    }

    private static ChatCompletionContentPart part(Part part) {
        return switch (part) {
            case Part.Text text ->
                ChatCompletionContentPart.ofText(ChatCompletionContentPartText.builder()
                        .text(text.text())
                        .build());
            case Part.Image image -> {
                if (!image.uri().matches("(?is)(?:data:image/|https?://).*")) {
                    throw ModelException.invalid(
                            "messages",
                            "the image \"" + RemoteErrors.line(image.uri())
                                    + "\" lies in the session's folder, where an endpoint can't see it: expected a"
                                    + " data: or http(s): address");
                }
                yield ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                        .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                                .url(image.uri())
                                .build())
                        .build());
            }
        };
    }

    private void assistant(Message.Assistant assistant) {
        var message = ChatCompletionAssistantMessageParam.builder();
        // Null content tells a pure call; some endpoints refuse an empty text.
        if (!assistant.text().isEmpty() || assistant.calls().isEmpty()) {
            message.content(assistant.text());
        }
        for (ToolCall call : assistant.calls()) {
            message.addToolCall(ChatCompletionMessageFunctionToolCall.builder()
                    .id(call.id())
                    .function(ChatCompletionMessageFunctionToolCall.Function.builder()
                            .name(call.name())
                            .arguments(BuiltIns.json(BuiltIns.find(request.tools(), call.name()), call.arguments()))
                            .build())
                    .build());
        }
        params.addMessage(message.build());
    }

    /** A passage's heading, which an answer may cite, stands on the line above it. */
    private static String text(Message.Observation observation) {
        return observation.passages().stream()
                .map(passage ->
                        passage.metadata().isEmpty() ? passage.text() : passage.metadata() + "\n" + passage.text())
                .collect(Collectors.joining("\n"));
    }

    private void tool(ToolSpec spec) {
        FunctionDefinition.Builder function = FunctionDefinition.builder()
                .name(spec.name())
                .parameters(FunctionParameters.builder()
                        .putAllAdditionalProperties(values(spec.parameters()))
                        .build());
        if (!spec.description().isEmpty()) {
            function.description(spec.description());
        }
        if (request.constraints().strictTools()) {
            function.strict(true);
        }
        params.addTool(
                ChatCompletionFunctionTool.builder().function(function.build()).build());
    }

    private static ChatCompletionAllowedToolChoice allowed(ToolChoice.Allowed allowed) {
        ChatCompletionAllowedTools.Builder tools = ChatCompletionAllowedTools.builder()
                .mode(
                        allowed.required()
                                ? ChatCompletionAllowedTools.Mode.REQUIRED
                                : ChatCompletionAllowedTools.Mode.AUTO);
        allowed.names()
                .forEach(name -> tools.addTool(ChatCompletionAllowedTools.Tool.builder()
                        .putAdditionalProperty("type", JsonValue.from("function"))
                        .putAdditionalProperty("function", JsonValue.from(Map.of("name", name)))
                        .build()));
        return ChatCompletionAllowedToolChoice.builder()
                .allowedTools(tools.build())
                .build();
    }

    private void constraints(Constraints constraints) {
        if (!request.tools().isEmpty()) {
            switch (constraints.toolChoice()) {
                case ToolChoice.Auto ignored -> {}
                case ToolChoice.None ignored -> params.toolChoice(ChatCompletionToolChoiceOption.Auto.NONE);
                case ToolChoice.Required ignored -> params.toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED);
                case ToolChoice.Named named ->
                    params.toolChoice(ChatCompletionNamedToolChoice.builder()
                            .function(ChatCompletionNamedToolChoice.Function.builder()
                                    .name(named.name())
                                    .build())
                            .build());
                case ToolChoice.Allowed allowed -> params.toolChoice(allowed(allowed));
            }
            if (!constraints.parallelCalls()) {
                params.parallelToolCalls(false);
            }
        }
        switch (constraints.format()) {
            case AnswerFormat.Text ignored -> {}
            case AnswerFormat.JsonObject ignored ->
                params.responseFormat(ResponseFormatJsonObject.builder().build());
            case AnswerFormat.JsonSchema schema ->
                params.responseFormat(ResponseFormatJsonSchema.builder()
                        .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                                .name("answer")
                                .schema(ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                                        .putAllAdditionalProperties(values(schema.schema()))
                                        .build())
                                .strict(schema.strict())
                                .build())
                        .build());
            // OpenAI's API has none; the loop checks the answer and asks once more.
            case AnswerFormat.Regex ignored -> {}
        }
    }

    /** Fields that OpenAI's API lacks are sent only where they say something: an endpoint may refuse them. */
    private void sampling(Sampling sampling) {
        params.temperature(sampling.temperature());
        if (sampling.topP() < 1) {
            params.topP(sampling.topP());
        }
        if (sampling.topK() > 0) {
            params.putAdditionalBodyProperty("top_k", JsonValue.from(sampling.topK()));
        }
        if (sampling.minP() > 0) {
            params.putAdditionalBodyProperty("min_p", JsonValue.from(sampling.minP()));
        }
        Sampling.Penalties penalties = sampling.penalties();
        if (penalties.repetition() != 1) {
            params.putAdditionalBodyProperty("repetition_penalty", JsonValue.from(penalties.repetition()));
        }
        if (penalties.presence() != 0) {
            params.presencePenalty(penalties.presence());
        }
        if (penalties.frequency() != 0) {
            params.frequencyPenalty(penalties.frequency());
        }
        if (!sampling.logitBias().isEmpty()) {
            var bias = ChatCompletionCreateParams.LogitBias.builder();
            sampling.logitBias().forEach((id, by) -> bias.putAdditionalProperty(id.toString(), JsonValue.from(by)));
            params.logitBias(bias.build());
        }
        if (sampling.seed() != null) {
            params.seed(sampling.seed());
        }
    }

    private void limits() {
        if (OPENAI.equalsIgnoreCase(settings.baseUrl().getHost())) {
            params.maxCompletionTokens(request.maxTokens());
        } else {
            params.putAdditionalBodyProperty("max_tokens", JsonValue.from(request.maxTokens()));
        }
        List<String> stops =
                request.stop().stream().filter(stop -> !stop.isEmpty()).toList();
        if (!stops.isEmpty()) {
            params.stop(ChatCompletionCreateParams.Stop.ofStrings(stops));
        }
        if (request.logprobs() != ChatRequest.NO_LOGPROBS) {
            params.logprobs(true);
            if (request.logprobs() > 0) {
                params.topLogprobs(request.logprobs());
            }
        }
    }

    /** The SDK is on another Jackson than this project, so plain values pass between them. */
    private static Map<String, JsonValue> values(JsonNode object) {
        Map<String, JsonValue> values = new LinkedHashMap<>();
        object.propertyStream()
                .forEach(member -> values.put(
                        member.getKey(), JsonValue.from(Json.MAPPER.convertValue(member.getValue(), Object.class))));
        return values;
    }
}
