package eve.contracts.aggregator.validation;

/// Makes text of any origin fit for PostgreSQL and JSON: U+0000 and unpaired surrogates become U+FFFD, and text
/// that is too long is cut and ends with U+FFFD. So text that lost something always holds U+FFFD.
public final class StorableText {

    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /// @param most characters of the result at most
    public static String of(String text, int most) {
        if (text.length() <= most && isWhole(text)) {
            return text;
        }
        var storable = new StringBuilder(Math.min(text.length(), most));
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            int length = isWhole(character) ? Character.charCount(character) : 1;
            if (storable.length() + length > (i < text.length() ? most - 1 : most)) {
                return storable.append(REPLACEMENT).toString();
            }
            storable.appendCodePoint(isWhole(character) ? character : REPLACEMENT);
        }
        return storable.toString();
    }

    /// Whether something of the text was lost, here or before.
    public static boolean isDamaged(String text) {
        return text.indexOf(REPLACEMENT) >= 0;
    }

    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0 || Character.isSurrogate(character)) {
                return text.codePoints().allMatch(StorableText::isWhole);
            }
        }
        return true;
    }

    private static boolean isWhole(int character) {
        return character != 0 && (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE);
    }
}
