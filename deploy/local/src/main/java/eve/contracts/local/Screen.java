package eve.contracts.local;

import java.io.PrintStream;

/// What the person sees: lines that stay, and below them one living line that is rewritten in place. Where the
/// output is no terminal, the living line is not shown at all.
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

    /// Writes text that stays, above the living line.
    synchronized void say(String text) {
        write(text + System.lineSeparator(), living);
    }

    /// Replaces the living line.
    synchronized void live(String text) {
        if (!text.equals(living)) {
            write("", text);
        }
    }

    /// At once, so that nobody sees the line gone.
    private void write(String staying, String next) {
        String erased = terminal && !living.isEmpty() ? REWRITE : "";
        living = next;
        out.print(terminal ? erased + staying + next : staying);
        out.flush();
    }
}
