package io.alltools.tools.function;

import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** A function behind an HTTP endpoint: the arguments are posted as JSON, the body of the answer is the observation. */
public final class HttpFunctionTool implements Tool {

    private final ToolSpec spec;
    private final Endpoint endpoint;
    private final HttpCaller caller;

    /** @param hosts asked before each call */
    public HttpFunctionTool(ToolSpec spec, Endpoint endpoint, Hosts hosts) {
        this.spec = spec;
        this.endpoint = endpoint;
        this.caller = new HttpCaller(endpoint.timeout(), hosts);
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public Set<Trait> traits() {
        return endpoint.traits();
    }

    @Override
    public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.url())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(arguments, StandardCharsets.UTF_8));
        endpoint.headers().forEach(request::setHeader);
        return caller.call(spec.name(), request, answer -> answer.body().strip());
    }

    @Override
    public void close() {
        caller.close();
    }
}
