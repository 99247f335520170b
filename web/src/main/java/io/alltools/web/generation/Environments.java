package io.alltools.web.generation;

import io.alltools.agent.Tool;
import io.alltools.tools.browser.BrowserSettings;
import io.alltools.trajectories.database.DatabaseEnvironment;
import io.alltools.trajectories.environment.Environment;
import io.alltools.trajectories.functions.FunctionsEnvironment;
import io.alltools.trajectories.graph.KnowledgeGraph;
import io.alltools.trajectories.house.House;
import io.alltools.trajectories.math.MathEnvironment;
import io.alltools.trajectories.os.OsEnvironment;
import io.alltools.trajectories.shop.ShopEnvironment;
import io.alltools.trajectories.site.SiteEnvironment;
import io.alltools.web.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The environments that there are, by name, with the tools of the project that some of them work with. */
public final class Environments implements AutoCloseable {

    /** Stands for all names. */
    private static final String ALL = "all";

    private final List<Environment> environments;
    private final Tool python;

    private Environments(List<Environment> environments, Tool python) {
        this.environments = environments;
        this.python = python;
    }

    /**
     * @param rollouts that go on at the same time
     * @throws IllegalArgumentException when a setting of the tools can't be used
     */
    public static Environments open(Parts parts, int rollouts) {
        // Each rollout is a session: with fewer interpreters one would lose its variables to another.
        Tool python = parts.openPython(rollouts);
        return new Environments(
                List.of(
                        new DatabaseEnvironment(),
                        new OsEnvironment(),
                        new KnowledgeGraph(),
                        new House(),
                        new ShopEnvironment(),
                        new SiteEnvironment(new ProjectWorkshop(python, BrowserSettings.defaults())),
                        new MathEnvironment(python),
                        new FunctionsEnvironment()),
                python);
    }

    public List<Environment> all() {
        return environments;
    }

    /**
     * @param names {@code all}, or names
     * @throws IllegalArgumentException when there is none of a name
     */
    public List<Environment> named(List<String> names) {
        if (names.equals(List.of(ALL))) {
            return environments;
        }
        List<Environment> found = new ArrayList<>();
        for (String name : names) {
            found.add(environments.stream()
                    .filter(environment -> environment.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "environment \"" + name + "\" is unknown; expected " + ALL + " or some of " + names())));
        }
        return found.stream().distinct().toList();
    }

    public String names() {
        return environments.stream().map(Environment::name).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        python.close();
    }
}
