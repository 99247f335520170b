package io.alltools.tools.method;

import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import io.alltools.agent.Json;
import io.alltools.agent.ToolContext;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema of a method's arguments. */
final class SignatureSchema {

    private static final SchemaGenerator GENERATOR = generator();

    private SignatureSchema() {}

    static ObjectNode of(Method method) {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.MAPPER.createArrayNode();
        SchemaBuilder builder = GENERATOR.buildMultipleSchemaDefinitions();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.getType() == ToolContext.class) {
                continue;
            }
            if (!parameter.isNamePresent()) {
                throw new IllegalArgumentException(method + " can't be a function: its parameters have no names in the"
                        + " class file, compile it with -parameters");
            }
            ObjectNode type = builder.createSchemaReference(parameter.getParameterizedType());
            properties.set(parameter.getName(), type);
            if (!isNullable(parameter.getAnnotatedType())) {
                required.add(parameter.getName());
            }
        }
        ObjectNode definitions = builder.collectDefinitions("$defs");
        // What is referred to is complete only now, so null and descriptions are added last.
        for (Parameter parameter : method.getParameters()) {
            if (properties.get(parameter.getName()) instanceof ObjectNode type) {
                properties.set(parameter.getName(), refined(type, parameter));
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (!definitions.isEmpty()) {
            schema.set("$defs", definitions);
        }
        return schema;
    }

    static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static ObjectNode refined(ObjectNode type, Parameter parameter) {
        ObjectNode refined = type;
        if (isNullable(parameter.getAnnotatedType())) {
            if (type.path("type").isString() && !type.has("enum")) {
                String name = type.path("type").asString();
                refined.putArray("type").add(name).add("null");
            } else {
                refined = Json.object();
                refined.putArray("anyOf").add(type).add(Json.object().put("type", "null"));
            }
        }
        ToolParameter described = parameter.getAnnotation(ToolParameter.class);
        if (described != null) {
            refined.put("description", described.value());
        }
        return refined;
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT)
                .without(Option.SCHEMA_VERSION_INDICATOR);
        config.forFields()
                .withRequiredCheck(field -> !isNullable(field.getRawMember().getAnnotatedType()))
                .withNullableCheck(field -> isNullable(field.getRawMember().getAnnotatedType()))
                .withDescriptionResolver(field -> {
                    ToolParameter described = field.getAnnotation(ToolParameter.class);
                    return described == null ? null : described.value();
                });
        return new SchemaGenerator(config.build());
    }
}
