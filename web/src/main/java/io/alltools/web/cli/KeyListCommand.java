package io.alltools.web.cli;

import io.alltools.agent.Json;
import io.alltools.web.caller.Scope;
import io.alltools.web.store.ApiKey;
import io.alltools.web.store.Database;
import io.alltools.web.store.KeyStore;
import io.alltools.web.store.KeyUsage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code alltools key list}: the keys that were made, and what was used with each. */
@Command(name = "list", description = "List the keys and what they used.", mixinStandardHelpOptions = true)
final class KeyListCommand implements Callable<Integer> {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final String ROW = "%-30s  %-20s  %-16s  %-18s  %-10s  %-10s  %10s  %12s";

    private final CommandContext context;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    KeyListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (Database database = Database.open(context.dataFolder())) {
            KeyStore keys = new KeyStore(database);
            List<ApiKey> all = List.copyOf(keys.byHash().values());
            var out = context.terminal().out();
            if (!json && all.isEmpty()) {
                context.terminal().say("there are no keys; alltools key create NAME makes one");
            } else if (!json) {
                out.println(ROW.formatted("ID", "NAME", "KEY", "SCOPES", "EXPIRES", "STATE", "REQUESTS", "TOKENS"));
            }
            for (ApiKey key : all) {
                KeyUsage used = keys.usage(key.id()).values().stream().reduce(KeyUsage.NONE, KeyUsage::plus);
                out.println(json ? Json.write(object(key, used)) : row(key, used));
            }
        }
        return CommandLineApp.OK;
    }

    private static String row(ApiKey key, KeyUsage used) {
        return ROW.formatted(
                key.id(),
                key.name(),
                key.shown(),
                Scope.words(key.scopes()),
                day(key.expiresAt()),
                state(key),
                used.requests(),
                used.promptTokens() + used.completionTokens());
    }

    private static ObjectNode object(ApiKey key, KeyUsage used) {
        return Json.object()
                .put("id", key.id())
                .put("name", key.name())
                .put("shown", key.shown())
                .put("scopes", Scope.words(key.scopes()))
                .put("requestsPerMinute", key.requestsPerMinute())
                .put("tokensPerMinute", key.tokensPerMinute())
                .put("createdAt", key.createdAt().toString())
                .put("expiresAt", text(key.expiresAt()))
                .put("revokedAt", text(key.revokedAt()))
                .put("state", state(key))
                .put("requests", used.requests())
                .put("promptTokens", used.promptTokens())
                .put("completionTokens", used.completionTokens());
    }

    private static String state(ApiKey key) {
        if (key.revokedAt() != null) {
            return "revoked";
        }
        return key.isLive(Instant.now()) ? "live" : "expired";
    }

    private static String day(@Nullable Instant at) {
        return at == null ? "never" : DAY.format(at);
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    /** {@code alltools key usage NAME|ID}. */
    @Command(name = "usage", description = "What was used with a key, day by day.", mixinStandardHelpOptions = true)
    static final class Usage implements Callable<Integer> {

        private static final String ROW = "%-10s  %10s  %14s  %14s";

        private final CommandContext context;

        @Parameters(paramLabel = "NAME|ID", description = "The key's name or its id.")
        private String name = "";

        Usage(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            try (Database database = Database.open(context.dataFolder())) {
                KeyStore keys = new KeyStore(database);
                var out = context.terminal().out();
                out.println(ROW.formatted("DAY (UTC)", "REQUESTS", "PROMPT TOKENS", "ANSWER TOKENS"));
                for (Map.Entry<LocalDate, KeyUsage> day :
                        keys.usage(KeyCommand.theOne(keys, name).id()).entrySet()) {
                    KeyUsage used = day.getValue();
                    out.println(
                            ROW.formatted(day.getKey(), used.requests(), used.promptTokens(), used.completionTokens()));
                }
            }
            return CommandLineApp.OK;
        }
    }
}
