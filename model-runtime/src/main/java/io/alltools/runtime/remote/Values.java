package io.alltools.runtime.remote;

import com.openai.core.JsonField;
import com.openai.core.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values that the SDK has no types for; Java sees them untyped, so they are read here. */
final class Values {

    private Values() {}

    static Optional<String> string(@Nullable JsonField<?> value) {
        return value == null ? Optional.empty() : value.asString();
    }

    static Optional<JsonValue> member(@Nullable JsonField<?> value, String name) {
        Optional<Map<String, JsonValue>> members = value == null ? Optional.empty() : value.asObject();
        return members.map(found -> found.get(name));
    }

    static boolean isObject(JsonField<?> value) {
        return value.asObject().isPresent();
    }
}
