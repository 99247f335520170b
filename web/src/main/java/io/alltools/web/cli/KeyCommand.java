package io.alltools.web.cli;

import io.alltools.web.audit.AuditLog;
import io.alltools.web.audit.AuditSettings;
import io.alltools.web.caller.Scope;
import io.alltools.web.key.NewKey;
import io.alltools.web.store.ApiKey;
import io.alltools.web.store.Database;
import io.alltools.web.store.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alltools key …}: who may use the server. */
@Command(name = "key", description = "API keys.", mixinStandardHelpOptions = true)
final class KeyCommand implements Runnable {

    private static final Pattern LIFETIME = Pattern.compile("([1-9][0-9]{0,4})([dh])");

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw OptionValues.wrong(spec, "say what to do: create, list, usage or revoke");
    }

    /** {@code alltools key create NAME}. */
    @Command(
            name = "create",
            description = "Make a key and print it: it is shown this once.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {

        private final CommandContext context;

        @Parameters(paramLabel = "NAME", description = "What the key is called by, for instance who uses it.")
        private String name = "";

        @Option(
                names = "--scope",
                paramLabel = "LIST",
                description = "What it is good for: chat, runs, tools, metrics, admin (default: chat,runs).")
        private String scope = Scope.words(Scope.DEFAULT);

        @Option(
                names = "--requests-per-minute",
                paramLabel = "N",
                description = "The most requests a minute (default: 600).")
        private int requests = NewKey.DEFAULT_REQUESTS_PER_MINUTE;

        @Option(
                names = "--tokens-per-minute",
                paramLabel = "N",
                description = "The most tokens a minute, of prompts and answers together (default: 200000).")
        private int tokens = NewKey.DEFAULT_TOKENS_PER_MINUTE;

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                description = "How long it lasts: 90d for days, 12h for hours, or never (default).")
        private String expires = "never";

        @Spec
        private CommandSpec spec;

        Create(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            NewKey made = made();
            try (Database database = Database.open(context.dataFolder());
                    AuditLog audit = audit(context)) {
                if (!new KeyStore(database).insert(made.key(), made.hash())) {
                    throw new IllegalArgumentException("there is a key named " + name
                            + ": choose another name, or revoke it with alltools key revoke " + name);
                }
                audit.created(made.key());
            }
            context.terminal().out().println(made.secret());
            context.terminal()
                    .say("made the key " + name + " (" + made.key().id() + ") for "
                            + Scope.words(made.key().scopes()) + "; it can't be shown again");
            return CommandLineApp.OK;
        }

        private NewKey made() {
            return OptionValues.made(
                    spec, () -> NewKey.make(name, Scope.of(scope), requests, tokens, lifetime(), Instant.now()));
        }

        private @Nullable Duration lifetime() {
            if (expires.equals("never")) {
                return null;
            }
            Matcher matcher = LIFETIME.matcher(expires);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("--expires \"" + expires
                        + "\" is no time: expected days such as 90d, hours such as 12h, or never");
            }
            long number = Long.parseLong(matcher.group(1));
            return matcher.group(2).equals("d") ? Duration.ofDays(number) : Duration.ofHours(number);
        }
    }

    /** {@code alltools key revoke NAME|ID}. */
    @Command(
            name = "revoke",
            description = "End a key; running servers know within seconds.",
            mixinStandardHelpOptions = true)
    static final class Revoke implements Callable<Integer> {

        private final CommandContext context;

        @Parameters(paramLabel = "NAME|ID", description = "The key's name or its id.")
        private String name = "";

        Revoke(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            try (Database database = Database.open(context.dataFolder());
                    AuditLog audit = audit(context)) {
                KeyStore keys = new KeyStore(database);
                ApiKey key = theOne(keys, name);
                keys.revoke(key.id(), Instant.now());
                audit.revoked(key);
                context.terminal()
                        .say("revoked the key " + key.name() + " (" + key.id() + "); what was made with it stays");
            }
            return CommandLineApp.OK;
        }
    }

    /**
     * The key of an id, or the newest of a name.
     *
     * @throws IllegalArgumentException when there is none
     */
    static ApiKey theOne(KeyStore keys, String nameOrId) {
        List<ApiKey> all = List.copyOf(keys.byHash().values());
        return all.reversed().stream()
                .filter(key -> key.id().equals(nameOrId) || key.name().equals(nameOrId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no key \"" + nameOrId + "\": alltools key list names them"));
    }

    private static AuditLog audit(CommandContext context) {
        return new AuditLog(context.dataFolder(), AuditSettings.of(context.environment()));
    }
}
