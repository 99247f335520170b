package io.alltools.agent;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Whether an answer keeps to its format. A model in this process can't break it; a remote one may. */
final class AnswerCheck {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private AnswerCheck() {}

    /** What is wrong with it, in one line; empty when nothing is. */
    static String problem(AnswerFormat format, String text) {
        return switch (format) {
            case AnswerFormat.Text ignored -> "";
            case AnswerFormat.Regex regex ->
                Pattern.matches(regex.pattern(), text) ? "" : "it does not match " + regex.pattern();
            case AnswerFormat.JsonObject ignored -> {
                try {
                    Json.parseObject(text);
                    yield "";
                } catch (IllegalArgumentException e) {
                    yield String.valueOf(e.getMessage());
                }
            }
            case AnswerFormat.JsonSchema schema -> {
                try {
                    JsonNode value = Json.MAPPER.readTree(text);
                    yield SCHEMAS.getSchema(schema.schema()).validate(value).stream()
                            .map(error -> error.getInstanceLocation() + " " + error.getMessage())
                            .collect(Collectors.joining("; "));
                } catch (JacksonException e) {
                    yield "not valid JSON: " + Json.where(e);
                }
            }
        };
    }
}
