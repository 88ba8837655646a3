package eve.contracts.aggregator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Text keeps all characters that PostgreSQL and JSON can store, and shows where characters were lost.
class StorableTextTests {

    private static final String ROCKET = "\uD83D\uDE80";

    @Test
    void whatCanBeStoredIsTheSameText() {
        String text = "Gila \u0001\t\n \uFFFF é 希 " + ROCKET;

        assertThat(StorableText.of(text, 100)).isSameAs(text).isEqualTo(text);
        assertThat(StorableText.isDamaged(text)).isFalse();
    }

    @Test
    void aZeroAndHalfACharacterAreReplacedWhereverTheyStand() {
        assertThat(StorableText.of("\0a\0", 10)).isEqualTo("\uFFFDa\uFFFD");
        assertThat(StorableText.of("\uD83D" + ROCKET + "\uDE80", 10)).isEqualTo("\uFFFD" + ROCKET + "\uFFFD");
        assertThat(StorableText.of("\uDE80\uD83D", 10)).isEqualTo("\uFFFD\uFFFD");
        assertThat(StorableText.isDamaged(StorableText.of("\0", 10))).isTrue();
    }

    @Test
    void aCutNeverHalvesACharacterNorExceedsTheLimit() {
        assertThat(StorableText.of("abcd", 4)).isEqualTo("abcd");
        assertThat(StorableText.of("abcde", 4)).isEqualTo("abc\uFFFD");
        assertThat(StorableText.of("ab" + ROCKET + "c", 4)).isEqualTo("ab\uFFFD");
        assertThat(StorableText.of("ab" + ROCKET, 4)).isEqualTo("ab" + ROCKET);
        assertThat(StorableText.of(ROCKET.repeat(50), 21)).hasSize(21).endsWith(ROCKET + "\uFFFD");
    }
}
