package io.alltools.web.server;

import io.alltools.agent.Tool;
import io.alltools.tools.function.Hosts;
import io.alltools.tools.method.JavaFunctions;
import io.alltools.tools.method.ToolFunction;
import io.alltools.web.AllTools;
import io.alltools.web.audit.AuditSettings;
import io.alltools.web.connection.ConnectionLimits;
import io.alltools.web.health.Drain;
import io.alltools.web.http.ServerLimits;
import io.alltools.web.key.AccessSettings;
import io.alltools.web.key.KeysNeededException;
import io.alltools.web.run.LiveRuns;
import io.alltools.web.run.Recovery;
import io.alltools.web.toolsource.PrivateHosts;
import io.alltools.web.toolsource.ToolSources;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.web.reactive.function.server.RouterFunction;

/**
 * A running server. Closing it leaves the runs that go on for the next server, and ends other requests; the application
 * stays open.
 */
public final class WebServer implements AutoCloseable {

    private static final long POLL_MILLIS = 20;

    private final ConfigurableApplicationContext context;

    private WebServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts to listen.
     *
     * @param host a loopback address or a name of one; any other takes API keys
     * @param port 0 for any that is free
     * @throws KeysNeededException when others could reach the host and there is no key
     * @throws IllegalArgumentException when the host is unknown, the port is taken, or a setting can't be used
     */
    public static WebServer start(AllTools app, String host, int port) {
        return start(app, host, port, List.of());
    }

    /**
     * As {@link #start(AllTools, String, int)}, with beans of an application that embeds the server. Their methods that
     * carry {@link ToolFunction} become tools.
     *
     * @param configurations Spring configurations or components
     */
    public static WebServer start(AllTools app, String host, int port, List<Class<?>> configurations) {
        return start(app, Listening.at(host), port, configurations);
    }

    /** As {@link #start(AllTools, String, int, List)}. */
    public static WebServer start(AllTools app, Listening listening, int port, List<Class<?>> configurations) {
        AccessSettings settings = AccessSettings.of(app.environment());
        AuditSettings audit = AuditSettings.of(app.environment());
        listening.requireKeys(app.keys());
        // Here, so that what is wrong with them is told as it is.
        app.parts().embeddings();
        ServerLimits limits = ServerLimits.of(app.environment());
        Hosts hosts = PrivateHosts.of(app.environment(), listening.loopback());
        SpringApplication spring = new SpringApplication(ServerConfiguration.class);
        spring.addPrimarySources(configurations);
        spring.setWebApplicationType(WebApplicationType.REACTIVE);
        spring.setBannerMode(Banner.Mode.OFF);
        spring.setLogStartupInfo(false);
        // Stop signals are handled by the command line, in an order that lets runs record their end.
        spring.setRegisterShutdownHook(false);
        spring.addInitializers(context -> {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "command line",
                            Map.of(
                                    "server.address",
                                    listening.host(),
                                    "server.port",
                                    port,
                                    // So that a newer version of the console is seen at once.
                                    "spring.web.resources.cache.cachecontrol.no-cache",
                                    "true",
                                    // The console's own files alone: answers of the API are streamed and written once.
                                    "server.compression.enabled",
                                    "true",
                                    "server.compression.mime-types",
                                    "text/html,text/css,text/javascript,application/javascript,image/svg+xml")));
            if (context instanceof GenericApplicationContext generic) {
                // The server does not own it, so it does not close it.
                generic.registerBean(ServerLimits.class, () -> limits);
                generic.registerBean(AllTools.class, () -> app, bean -> bean.setDestroyMethodName(""));
                generic.registerBean(Listening.class, () -> listening);
                generic.registerBean(Hosts.class, () -> hosts);
                generic.registerBean(AccessSettings.class, () -> settings);
                generic.registerBean(AuditSettings.class, () -> audit);
            }
        });
        try {
            ConfigurableApplicationContext context = spring.run();
            app.add(functions(context));
            context.getBean(ToolSources.class).start();
            context.getBean(Recovery.class).start();
            return new WebServer(context);
        } catch (RuntimeException e) {
            throw explained(e, port);
        }
    }

    /** All routes of the server and of what embeds it. */
    List<RouterFunction<?>> routes() {
        return context.getBeansOfType(RouterFunction.class).values().stream()
                .<RouterFunction<?>>map(routes -> routes)
                .toList();
    }

    /** The port that it listens on. */
    public int port() {
        var server = ((WebServerApplicationContext) context).getWebServer();
        return server == null ? -1 : server.getPort();
    }

    /**
     * Refuses new work from now on, and waits until requests and runs that are under way have ended, at most so long;
     * runs that wait for a person are not waited for. Readiness is gone at once.
     *
     * @return whether nothing is under way any longer
     */
    public boolean drain(Duration grace) throws InterruptedException {
        Drain drain = context.getBean(Drain.class);
        LiveRuns runs = context.getBean(LiveRuns.class);
        drain.begin();
        // What others left is for the next server.
        context.getBean(Recovery.class).close();
        long deadline = System.nanoTime() + grace.toNanos();
        while (drain.working() > 0 || runs.working() > 0) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }

    /** How long a stop may take for what is under way. */
    public Duration grace() {
        return context.getBean(ServerLimits.class).work().shutdown();
    }

    /** How many connections are open. */
    int connections() {
        return context.getBean(ConnectionLimits.class).open();
    }

    @Override
    public void close() {
        context.close();
    }

    /** The functions of the beans, in the order of the beans. */
    private static List<Tool> functions(ConfigurableApplicationContext context) {
        List<Tool> tools = new ArrayList<>();
        for (String name : context.getBeanDefinitionNames()) {
            Class<?> type = context.getType(name);
            if (type != null && JavaFunctions.isIn(type)) {
                tools.addAll(JavaFunctions.of(context.getBean(name)));
            }
        }
        return tools;
    }

    private static RuntimeException explained(RuntimeException e, int port) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException || cause instanceof BindException) {
                return new IllegalArgumentException(
                        "port " + port + " is in use: stop what uses it, or choose another with --port", e);
            }
        }
        return e;
    }
}
