package io.alltools.web.server;

import io.alltools.tools.function.Hosts;
import io.alltools.web.AllTools;
import io.alltools.web.agui.AgUiRoutes;
import io.alltools.web.alltools.AllToolsCompletions;
import io.alltools.web.api.AgentRoutes;
import io.alltools.web.api.ApprovalRoutes;
import io.alltools.web.api.ExchangeRoutes;
import io.alltools.web.api.FileRoutes;
import io.alltools.web.api.KnowledgeRoutes;
import io.alltools.web.api.ModelImportRoutes;
import io.alltools.web.api.ModelRoutes;
import io.alltools.web.api.RunRoutes;
import io.alltools.web.api.SessionRoutes;
import io.alltools.web.api.ShareRoutes;
import io.alltools.web.api.SharedRoutes;
import io.alltools.web.api.ToolRoutes;
import io.alltools.web.api.ToolSourceRoutes;
import io.alltools.web.api.TrajectoryRoutes;
import io.alltools.web.audit.AuditLog;
import io.alltools.web.connection.ConnectionLimits;
import io.alltools.web.health.Drain;
import io.alltools.web.health.HealthRoutes;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.ErrorAnswers;
import io.alltools.web.http.LimitsFilter;
import io.alltools.web.http.LocalOnlyFilter;
import io.alltools.web.http.OriginFilter;
import io.alltools.web.http.SecurityHeadersFilter;
import io.alltools.web.http.ServerLimits;
import io.alltools.web.key.AccessSettings;
import io.alltools.web.key.KeyMeter;
import io.alltools.web.mcp.McpRoutes;
import io.alltools.web.model.ModelImports;
import io.alltools.web.openai.OpenAiRoutes;
import io.alltools.web.permission.Approvals;
import io.alltools.web.responses.ForegroundResponses;
import io.alltools.web.responses.ResponseRoutes;
import io.alltools.web.run.LiveRuns;
import io.alltools.web.run.Recovery;
import io.alltools.web.telemetry.RequestMeter;
import io.alltools.web.toolsource.ToolSources;
import java.time.Duration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The web server's parts. The auto-configurations are named one by one: the application is put together in
 * {@link AllTools}, and each that Spring would look at makes the start slower.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import(AccessConfiguration.class)
@ImportAutoConfiguration({
    PropertyPlaceholderAutoConfiguration.class,
    ConfigurationPropertiesAutoConfiguration.class,
    NettyReactiveWebServerAutoConfiguration.class,
    HttpHandlerAutoConfiguration.class,
    WebFluxAutoConfiguration.class
})
class ServerConfiguration implements WebFluxConfigurer {

    private static final MediaType PROMETHEUS_TEXT = MediaType.parseMediaType("text/plain;version=0.0.4;charset=utf-8");

    private final ServerLimits limits;

    ServerConfiguration(ServerLimits limits) {
        this.limits = limits;
    }

    @Override
    public void configureHttpMessageCodecs(ServerCodecConfigurer codecs) {
        codecs.defaultCodecs().maxInMemorySize(limits.bodies().bytes());
    }

    @Bean
    ConnectionLimits connectionLimits(AllTools app) {
        ConnectionLimits connections = new ConnectionLimits(limits);
        app.monitoring().gauge("alltools.http.connections", "Connections that are open", connections::open);
        return connections;
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    RequestMeter requestMeter(AllTools app) {
        return new RequestMeter(app.monitoring());
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 6)
    Drain drain() {
        return new Drain();
    }

    @Bean
    RouterFunction<ServerResponse> healthRoutes(AllTools app, Drain drain) {
        return new HealthRoutes(app, drain, limits.work().turn()).routes();
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 7)
    LimitsFilter limitsFilter() {
        return new LimitsFilter(limits);
    }

    /** Threads of its own: Spring would close those that all servers of the process share. */
    @Bean
    ReactorResourceFactory reactorResources() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setShutdownQuietPeriod(Duration.ZERO);
        return resources;
    }

    @Bean
    LiveRuns liveRuns(AllTools app, KeyMeter meter) {
        LiveRuns runs = new LiveRuns(app, limits.work().runs(), meter);
        app.monitoring().gauge("alltools.runs", "Agent runs that go on", runs::count);
        return runs;
    }

    /** Who uses the server decides: in the console or by the API. */
    @Bean
    Approvals approvals(AllTools app) {
        Approvals approvals = new Approvals();
        app.askedBy(new ForegroundResponses(approvals, app.responses()));
        return approvals;
    }

    @Bean
    RouterFunction<ServerResponse> approvalRoutes(Approvals approvals, LiveRuns runs, AllTools app, AuditLog audit) {
        return new ApprovalRoutes(approvals, runs, app.store(), audit).routes();
    }

    @Bean
    RouterFunction<ServerResponse> agUiRoutes(Approvals approvals, LiveRuns runs, AllTools app, AuditLog audit) {
        return new AgUiRoutes(app, runs, new ApprovalRoutes(approvals, runs, app.store(), audit)).routes();
    }

    /** @param approvals which runs that go on may have to ask at once */
    @Bean
    Recovery recovery(AllTools app, LiveRuns runs, Approvals approvals) {
        return new Recovery(app, runs);
    }

    @Bean
    RouterFunction<ServerResponse> runRoutes(AllTools app, LiveRuns runs) {
        return new RunRoutes(app, runs).routes();
    }

    @Bean
    RouterFunction<ServerResponse> trajectoryRoutes(AllTools app, LiveRuns runs) {
        return new TrajectoryRoutes(app, runs).routes();
    }

    @Bean
    RouterFunction<ServerResponse> sessionRoutes(AllTools app, LiveRuns runs) {
        return new SessionRoutes(app, runs)
                .routes()
                .and(new FileRoutes(app, runs).routes())
                .and(new ExchangeRoutes(app).routes())
                .and(new ShareRoutes(app, runs).routes())
                .and(new SharedRoutes(app).routes());
    }

    @Bean
    RouterFunction<ServerResponse> agentRoutes(AllTools app) {
        return new AgentRoutes(app.agents()).routes();
    }

    @Bean
    ModelImports modelImports(AllTools app) {
        return new ModelImports(app.models().importOptions(), app.folder().modelImports(), app.environment());
    }

    @Bean
    RouterFunction<ServerResponse> modelRoutes(AllTools app, ModelImports imports) {
        return new ModelImportRoutes(imports).routes().and(new ModelRoutes(app).routes());
    }

    @Bean
    ToolSources toolSources(AllTools app, Hosts hosts) {
        return new ToolSources(app, hosts);
    }

    @Bean
    ToolRoutes toolRoutes(AllTools app, ToolSources sources) {
        return new ToolRoutes(app, sources);
    }

    @Bean
    RouterFunction<ServerResponse> workshopRoutes(AllTools app, ToolSources sources, ToolRoutes tools) {
        return tools.routes().and(new ToolSourceRoutes(sources).routes()).and(new KnowledgeRoutes(app).routes());
    }

    @Bean
    RouterFunction<ServerResponse> openAiRoutes(AllTools app, LiveRuns runs, Approvals approvals) {
        return new OpenAiRoutes(app.model(), app.parts().embeddings(), new AllToolsCompletions(app, runs, approvals))
                .routes();
    }

    @Bean
    RouterFunction<ServerResponse> responseRoutes(AllTools app, LiveRuns runs) {
        return new ResponseRoutes(app, runs).routes();
    }

    /** For Prometheus to scrape. */
    @Bean
    RouterFunction<ServerResponse> metricsRoute(AllTools app) {
        return RouterFunctions.route()
                .GET(
                        "/metrics",
                        request -> Blocking.call(app.monitoring()::scrape)
                                .flatMap(text -> ServerResponse.ok()
                                        .contentType(PROMETHEUS_TEXT)
                                        .bodyValue(text)))
                .build();
    }

    @Bean
    RouterFunction<ServerResponse> mcpRoutes(AllTools app) {
        return new McpRoutes(app).routes();
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 1)
    SecurityHeadersFilter securityHeadersFilter() {
        return new SecurityHeadersFilter();
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 2)
    LocalOnlyFilter localOnlyFilter(Listening listening) {
        return new LocalOnlyFilter(listening.loopback());
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 3)
    OriginFilter originFilter(Listening listening, AccessSettings settings) {
        return new OriginFilter(listening.loopback(), settings.corsOrigins());
    }

    @Bean
    @Order(-2)
    ErrorAnswers errorAnswers(AllTools app) {
        return new ErrorAnswers(limits, new RetryAfter(app));
    }
}
