package io.alltools.web.cli;

import io.alltools.agent.Decision;
import io.alltools.web.AllTools;
import io.alltools.web.permission.Permissions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which calls may be made, of commands with somebody at the terminal. */
final class ApprovalOptions {

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Rules on which calls may be made (default: ALLTOOLS_POLICY).")
    private @Nullable String policy;

    @Option(
            names = "--yes",
            description = "Allow every call that would be asked about, whatever it does. What the policy denies stays"
                    + " denied.")
    private boolean yes;

    /** The file's permissions; null where none is named. */
    @Nullable
    Permissions permissions() {
        return read(policy);
    }

    static @Nullable Permissions read(@Nullable String policy) {
        return policy == null ? null : Permissions.read(Path.of(policy));
    }

    /** Without a terminal nobody is asked, and what would ask is denied. */
    void supervise(AllTools app, Terminal terminal, Lines lines) {
        if (yes) {
            app.askedBy(request -> Decision.APPROVED);
        } else if (terminal.interactive()) {
            app.askedBy(new TerminalApprover(terminal, lines));
        }
    }
}
