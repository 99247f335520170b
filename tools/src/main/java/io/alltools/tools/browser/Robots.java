package io.alltools.tools.browser;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRulesMode;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What sites let robots read (robots.txt, RFC 9309), remembered for an hour. */
final class Robots {

    /** The RFC asks for at least 500 KiB; what comes after is left unread. */
    static final int MAX_BYTES = 512 << 10;

    private static final long HOLDS = Duration.ofHours(1).toNanos();
    private static final int ORIGINS = 1_000;

    /** The product token that sites can name us by. */
    private static final List<String> NAMES = List.of("alltools");

    /** Gets a robots.txt. */
    interface Source {
        /** @return its bytes; nothing where the site has none; null where the site could not say */
        byte @Nullable [] read(URI robots) throws FetchException, InterruptedException;
    }

    private record Known(BaseRobotRules rules, long since) {}

    private final SimpleRobotRulesParser parser = new SimpleRobotRulesParser();
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > ORIGINS;
        }
    };

    boolean allows(URI url, Source source) throws FetchException, InterruptedException {
        String origin = url.getScheme() + "://" + url.getRawAuthority();
        Known rules;
        synchronized (known) {
            rules = known.get(origin);
        }
        if (rules == null || System.nanoTime() - rules.since() > HOLDS) {
            URI robots = URI.create(origin + "/robots.txt");
            byte[] text = source.read(robots);
            rules = new Known(text == null ? nothing() : parse(robots, text), System.nanoTime());
            if (text != null) {
                synchronized (known) {
                    known.put(origin, rules);
                }
            }
        }
        return rules.rules().isAllowed(url.toASCIIString());
    }

    private BaseRobotRules parse(URI robots, byte[] text) {
        synchronized (parser) {
            return parser.parseContent(robots.toString(), text, "text/plain", NAMES);
        }
    }

    /** A site whose rules can't be had is left alone (RFC 9309, 2.3.1.4). */
    private static BaseRobotRules nothing() {
        return new SimpleRobotRules(RobotRulesMode.ALLOW_NONE);
    }
}
