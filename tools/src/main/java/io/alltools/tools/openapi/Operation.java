package io.alltools.tools.openapi;

import io.alltools.agent.ToolSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation that can be called.
 *
 * @param server the URL before the path, without a slash at its end
 * @param path a template such as {@code /pets/{petId}}
 * @param body null when none is sent
 * @param headers sent with each call
 * @param missing security schemes that the operation wants and that have no credentials; empty when all is there
 */
record Operation(
        ToolSpec spec,
        String method,
        String server,
        String path,
        List<Parameter> parameters,
        @Nullable Body body,
        Map<String, String> headers,
        List<Credential> credentials,
        List<String> missing) {}
