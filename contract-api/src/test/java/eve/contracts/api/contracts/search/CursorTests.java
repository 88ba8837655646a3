package eve.contracts.api.contracts.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTests {

    private final Locale before = Locale.getDefault();

    @AfterEach
    void back() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "fa-IR", "ar-EG", "tr-TR"})
    void isTheSameUnderEveryLocale(String locale) {
        Locale.setDefault(Locale.forLanguageTag(locale));
        var cursor = new Cursor(7, "59625000.0", 235575201);

        assertThat(cursor.text()).isEqualTo("Mjo3OjU5NjI1MDAwLjA6MjM1NTc1MjAx");
        assertThat(Cursor.parse(cursor.text())).isEqualTo(cursor);
    }
}
