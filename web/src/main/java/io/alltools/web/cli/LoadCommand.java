package io.alltools.web.cli;

import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.web.load.LoadPlan;
import io.alltools.web.load.LoadReport;
import io.alltools.web.load.LoadRun;
import io.alltools.web.load.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alltools load}: many clients at once, then a look for errors and leaks. */
@Command(
        name = "load",
        description =
                "Load a server as many clients would, then look for errors and leaks; exit code 1 when there are any.",
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server, such as http://127.0.0.1:8080 (default: one of its own, in its own process).")
    private String url = "";

    @Option(names = "--key", paramLabel = "KEY", description = "An API key for it, good for chat and metrics.")
    private String key = "";

    @Option(names = "--model", paramLabel = "NAME", description = "The model to ask for (default: glm-tiny).")
    private String model = EmbeddedModel.NAME;

    @Option(names = "--streams", paramLabel = "N", description = "Requests at the same time (default: 200).")
    private int streams = 200;

    @Option(names = "--requests", paramLabel = "N", description = "All requests (default: 5000).")
    private int requests = 5_000;

    @Option(names = "--warm-up", paramLabel = "N", description = "Requests before those that count (default: 500).")
    private int warmUp = 500;

    LoadCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        LoadPlan plan = OptionValues.made(spec, () -> new LoadPlan(streams, requests, warmUp));
        StopSignal.endAtOnce();
        if (!url.isEmpty()) {
            return told(new LoadRun(address(), key, model, OptionalLong::empty), plan);
        }
        try (ServerProcess server = ServerProcess.start(List.of("--model", model))) {
            return told(new LoadRun(server.address(), key, model, server::residentBytes), plan);
        }
    }

    private URI address() {
        return OptionValues.made(spec, () -> {
            URI address = URI.create(url);
            if (address.getHost() == null) {
                throw new IllegalArgumentException("--url \"" + url + "\" names no host: expected http://HOST:PORT");
            }
            return address;
        });
    }

    private int told(LoadRun run, LoadPlan plan) throws IOException, InterruptedException {
        Progress progress = new Progress(context.terminal(), "Loading");
        LoadReport report;
        try {
            report = run.run(plan, progress::note);
        } finally {
            progress.finish();
        }
        PrintStream out = context.terminal().out();
        out.printf(
                Locale.ROOT,
                "%d requests, %d at a time, in %.1f s: %.0f requests/s, %.0f tokens/s%n",
                plan.requests(),
                plan.concurrent(),
                report.took().toMillis() / 1e3,
                report.requestsPerSecond(),
                report.tokensPerSecond());
        times(out, "first piece", report.firstToken());
        times(out, "whole answer", report.whole());
        sample(out, "after the warm-up", report.before());
        sample(out, "halfway", report.halfway());
        sample(out, "at the end", report.after());
        report.problems().forEach(problem -> context.terminal().say(problem));
        return report.problems().isEmpty() ? CommandLineApp.OK : CommandLineApp.FAILED;
    }

    private static void times(PrintStream out, String what, List<Duration> sorted) {
        out.printf(
                Locale.ROOT,
                "%-18s p50 %d ms, p99 %d ms%n",
                what,
                LoadReport.percentile(sorted, 50).toMillis(),
                LoadReport.percentile(sorted, 99).toMillis());
    }

    private static void sample(PrintStream out, String when, LoadReport.Sample sample) {
        out.printf(
                Locale.ROOT,
                "%-18s memory %s, heap %d MB, %d threads, %d open files%n",
                when,
                sample.residentBytes() < 0 ? "unknown" : (sample.residentBytes() >> 20) + " MB",
                sample.server().heapBytes() >> 20,
                sample.server().threads(),
                sample.server().openFiles());
    }
}
