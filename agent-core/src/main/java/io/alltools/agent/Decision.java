package io.alltools.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** What came of asking whether a call may run. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Decision {

    /** @param arguments what to call with instead of the model's arguments; null for those */
    record Approved(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String arguments) implements Decision {}

    /** @param reason for the model; may be empty */
    record Denied(String reason) implements Decision {}

    /** Nobody decided in time. */
    record Expired() implements Decision {}

    Decision APPROVED = new Approved(null);
    Decision EXPIRED = new Expired();

    static Decision denied(String reason) {
        return new Denied(reason);
    }
}
