package eve.contracts.aggregator.validation;

/// Makes any text storable in PostgreSQL and JSON. U+0000 and unpaired surrogates become U+FFFD; text that is
/// too long is cut and ends with U+FFFD. So text that lost characters always contains U+FFFD.
public final class StorableText {

    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /// @param most the greatest length of the result
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

    /// Returns whether the text lost characters, here or earlier.
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
