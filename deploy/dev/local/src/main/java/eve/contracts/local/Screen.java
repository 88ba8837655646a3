package eve.contracts.local;

import java.io.PrintStream;

/// The output that the user sees: permanent lines, and below them one status line that is rewritten in place.
/// If the output is not a terminal, the status line is not shown.
final class Screen {

    private static final String REWRITE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private String living = "";

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static Screen standard() {
        var console = System.console();
        boolean terminal = console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
        return new Screen(System.out, terminal);
    }

    boolean isTerminal() {
        return terminal;
    }

    /// Writes permanent text above the status line.
    synchronized void say(String text) {
        write(text + System.lineSeparator(), living);
    }

    /// Replaces the status line.
    synchronized void live(String text) {
        if (!text.equals(living)) {
            write("", text);
        }
    }

    /// Writes everything in one call, so that the status line never disappears visibly.
    private void write(String staying, String next) {
        String erased = terminal && !living.isEmpty() ? REWRITE : "";
        living = next;
        out.print(terminal ? erased + staying + next : staying);
        out.flush();
    }
}
