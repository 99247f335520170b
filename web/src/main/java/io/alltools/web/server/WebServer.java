package io.alltools.web.server;

import io.alltools.agent.Tool;
import io.alltools.tools.method.JavaFunctions;
import io.alltools.tools.method.ToolFunction;
import io.alltools.web.AllTools;
import io.alltools.web.connection.ConnectionLimits;
import io.alltools.web.health.Drain;
import io.alltools.web.http.ServerLimits;
import io.alltools.web.run.LiveRuns;
import io.alltools.web.run.Recovery;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
     * @param host a loopback address or a name of one
     * @param port 0 for any that is free
     * @throws IllegalArgumentException when the host is not this machine's own, or the port is taken
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
        requireLoopback(host);
        // Here, so that what is wrong with them is told as it is.
        app.parts().embeddings();
        ServerLimits limits = ServerLimits.of(app.environment());
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
                                    "server.address", host,
                                    "server.port", port,
                                    // So that a newer version of the console is seen at once.
                                    "spring.web.resources.cache.cachecontrol.no-cache", "true")));
            if (context instanceof GenericApplicationContext generic) {
                // The server does not own it, so it does not close it.
                generic.registerBean(ServerLimits.class, () -> limits);
                generic.registerBean(AllTools.class, () -> app, bean -> bean.setDestroyMethodName(""));
            }
        });
        try {
            ConfigurableApplicationContext context = spring.run();
            app.add(functions(context));
            context.getBean(Recovery.class).start();
            return new WebServer(context);
        } catch (RuntimeException e) {
            throw explained(e, port);
        }
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

    private static void requireLoopback(String host) {
        try {
            if (InetAddress.getByName(host).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "the host \"" + host + "\" is unknown: expected localhost or 127.0.0.1", e);
        }
        throw new IllegalArgumentException("the host " + host
                + " would let others use this machine: only localhost, 127.0.0.1 and ::1 are accepted, since there are"
                + " no API keys yet");
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
