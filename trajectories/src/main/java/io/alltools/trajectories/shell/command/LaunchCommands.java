package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.process.Command;
import io.alltools.trajectories.shell.process.Input;
import io.alltools.trajectories.shell.process.Process;
import io.alltools.trajectories.shell.process.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Programs that run others: env, xargs, timeout, nohup, nice. */
final class LaunchCommands {

    private LaunchCommands() {}

    static void addTo(Map<String, Command> all) {
        all.put("env", LaunchCommands::env);
        all.put("xargs", LaunchCommands::xargs);
        all.put("timeout", process -> {
            List<String> rest = Options.before(process, "k:s:").operands(2);
            // Nothing takes time here but sleep, which takes the machine's own.
            return process.launch(rest.subList(1, rest.size()));
        });
        all.put("nohup", process -> process.launch(Options.before(process, "").operands(1)));
        all.put("nice", process -> process.launch(Options.before(process, "n:").operands(1)));
    }

    private static int env(Process process) {
        Options options = Options.before(process, "iu:", "ignore-environment=i", "unset=u");
        Map<String, String> environment = new TreeMap<>(options.has('i') ? Map.of() : process.environment());
        options.values('u').forEach(environment::remove);
        List<String> rest = options.operands();
        int i = 0;
        for (; i < rest.size() && rest.get(i).indexOf('=') > 0; i++) {
            int equals = rest.get(i).indexOf('=');
            environment.put(rest.get(i).substring(0, equals), rest.get(i).substring(equals + 1));
        }
        if (i == rest.size()) {
            environment.forEach((name, value) -> process.line(name + "=" + value));
            return 0;
        }
        if (!environment.containsKey("PATH")) {
            // The program is still looked for where the caller would look, but does not get to know.
            List<String> words = new ArrayList<>(rest.subList(i, rest.size()));
            String path = process.files().find("/usr/bin/" + words.get(0)).isPresent() ? "/usr/bin/" : "";
            words.set(0, words.get(0).contains("/") ? words.get(0) : path + words.get(0));
            return process.with(environment).launch(words);
        }
        return process.with(environment).launch(rest.subList(i, rest.size()));
    }

    private static int xargs(Process process) {
        Options options = Options.before(
                process,
                "0I:n:d:rtL:P:a:",
                "null=0",
                "max-args=n",
                "delimiter=d",
                "no-run-if-empty=r",
                "replace=I",
                "max-procs=P",
                "arg-file=a");
        List<String> command = options.operands().isEmpty() ? List.of("echo") : options.operands();
        String replace = options.value('I', "");
        Input input = options.has('a') ? process.open(options.value('a', "")) : process.in();
        List<String> items = items(process, options, input);
        process.meter().words(items.size());
        Streams streams = process.streams().withIn(Input.empty());
        int status = 0;
        if (!replace.isEmpty()) {
            for (String item : items) {
                status = worse(
                        status,
                        process.launch(
                                command.stream()
                                        .map(word -> word.replace(replace, item))
                                        .toList(),
                                streams));
            }
            return status;
        }
        if (items.isEmpty() && options.has('r')) {
            return 0;
        }
        int most = (int) Math.max(
                1, Math.min(Integer.MAX_VALUE, options.number('n', options.number('L', Integer.MAX_VALUE))));
        int i = 0;
        do {
            List<String> words = new ArrayList<>(command);
            int end = (int) Math.min(items.size(), (long) i + most);
            words.addAll(items.subList(i, end));
            i = end;
            if (options.has('t')) {
                process.streams().err().line(String.join(" ", words));
            }
            status = worse(status, process.launch(words, streams));
        } while (i < items.size());
        return status;
    }

    private static int worse(int status, int last) {
        return last == 127 || last == 126 ? last : last != 0 ? 123 : status;
    }

    private static List<String> items(Process process, Options options, Input input) {
        List<String> items = new ArrayList<>();
        if (options.has('0') || options.has('d')) {
            String delimiter = options.has('0')
                    ? "\0"
                    : io.alltools.trajectories.shell.text.Escapes.format(options.value('d', "\n"));
            char c = delimiter.isEmpty() ? '\n' : delimiter.charAt(0);
            for (String item = input.until(c, process.meter()); item != null; item = input.until(c, process.meter())) {
                items.add(item);
            }
            return items;
        }
        if (options.has('I')) {
            for (String line = input.line(process.meter()); line != null; line = input.line(process.meter())) {
                if (!line.isBlank()) {
                    items.add(line.stripLeading());
                }
            }
            return items;
        }
        StringBuilder item = new StringBuilder();
        boolean started = false;
        char quote = 0;
        for (int c = input.read(); c >= 0; c = input.read()) {
            process.meter().step();
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    item.append((char) c);
                }
            } else if (c == '\'' || c == '"') {
                quote = (char) c;
                started = true;
            } else if (c == '\\') {
                int next = input.read();
                item.append(next < 0 ? "" : String.valueOf((char) next));
                started = true;
            } else if (c == ' ' || c == '\t' || c == '\n') {
                if (started) {
                    items.add(item.toString());
                    item.setLength(0);
                    started = false;
                }
            } else {
                item.append((char) c);
                started = true;
            }
        }
        if (quote != 0) {
            throw new Options.UsageException("unmatched " + (quote == '\'' ? "single" : "double") + " quote");
        }
        if (started) {
            items.add(item.toString());
        }
        return items;
    }
}
