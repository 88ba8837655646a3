package eve.contracts.api.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/// The result of one command, as a shell sees it.
///
/// @param exit the exit code
/// @param out the standard output, for programs
/// @param err the standard error, for people
record CommandRun(int exit, String out, String err) {

    static CommandRun of(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = ContractsCli.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new CommandRun(exit, out.toString(), err.toString());
    }
}
