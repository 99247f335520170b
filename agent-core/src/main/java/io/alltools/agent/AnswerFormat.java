package io.alltools.agent;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.databind.JsonNode;

/** What the text of an answer must look like. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface AnswerFormat {

    /** Any text. */
    record Text() implements AnswerFormat {}

    /** One JSON object. */
    record JsonObject() implements AnswerFormat {}

    /**
     * JSON that is valid for a schema.
     *
     * @param strict whether a keyword that can't be enforced is an error; otherwise it is ignored
     */
    record JsonSchema(JsonNode schema, boolean strict) implements AnswerFormat {}

    /** Text that a regular expression matches from its begin to its end. */
    record Regex(String pattern) implements AnswerFormat {}

    AnswerFormat TEXT = new Text();
    AnswerFormat JSON_OBJECT = new JsonObject();
}
