package io.alltools.web.alltools;

import io.alltools.web.RunOrder;
import io.alltools.web.openai.ServerTool;
import java.util.Map;

/**
 * What a client asked for.
 *
 * @param tools the tools that are no functions, by the name that the model knows them by
 */
record AllToolsRequest(RunOrder order, boolean stream, Map<String, ServerTool> tools) {}
