package eve.contracts.api.cli;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/// `contracts`: publishes ids, shows their status, and handles dead letters.
///
/// Exit codes: 0 done, 1 failed or halted, 2 used wrongly.
@Command(
        name = "contracts",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        description = "Publish contract ids, read their status, redrive what failed.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed, cancelled or halted", "2:used wrongly"},
        subcommands = {PublishCommand.class, StatusCommand.class, DeadLettersCommand.class, RedriveCommand.class})
public final class ContractsCli {

    @Mixin
    final Connection connection = new Connection();

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ContractsCli()).setExecutionExceptionHandler((failure, command, _) -> {
            if (failure instanceof CallFailedException || failure instanceof IOException) {
                command.getErr().println("error: " + failure.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        });
    }
}
